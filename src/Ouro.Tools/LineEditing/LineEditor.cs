// Reads one input, of any number of lines, from a terminal. Everything with a state of its own is elsewhere: the text
// (EditBuffer), the past (History, SearchState), the screen (Frame, Painter). Here keys meet them.

using Ouro.Machine.Languages;

namespace Ouro.Tools.LineEditing;

/// <summary>How reading an input ended.</summary>
internal enum EditEnd
{
    /// <summary>There is a text.</summary>
    Accepted,

    /// <summary>Ctrl-C: what was typed is to be forgotten.</summary>
    Abandoned,

    /// <summary>Ctrl-D on an empty line, or the terminal is gone.</summary>
    Left,
}

/// <summary>An editor for inputs. One serves a whole session.</summary>
internal sealed class LineEditor(ITerminal terminal, Palette palette, History history)
{
    /// <summary>Texts longer than this are not coloured and not matched: each key would cost as much as the text is long.</summary>
    private const int LongestColoured = 50_000;

    private const int MostCompletionRows = 12;

    private readonly EditBuffer _buffer = new();
    private readonly Painter _painter = new();
    private IReadOnlyList<string> _hints = [];
    private SearchState? _search;
    private bool _isFinal;

    /// <summary>Reads an input.</summary>
    /// <param name="prompt">Stands before the first line.</param>
    /// <param name="continuation">Stands before further lines.</param>
    /// <param name="assistant">Who knows the language.</param>
    /// <param name="text">What was typed.</param>
    internal EditEnd Read(string prompt, string continuation, IInputAssistant assistant, out string text)
    {
        _buffer.Reset();
        history.Leave();
        _search = null;
        _hints = [];
        _isFinal = false;
        _painter.Forget();
        while (true)
        {
            if (!terminal.HasMoreKeys)
            {
                Paint(prompt, continuation, assistant);
            }

            if (terminal.ReadKey() is not { } key)
            {
                terminal.Write(_painter.Resize(terminal.Size.Columns));
                continue;
            }

            if (_search is not null && SearchKey(key))
            {
                continue;
            }

            if (Perform(key, assistant) is { } end)
            {
                _hints = [];
                _isFinal = true;
                Paint(prompt, continuation, assistant);
                terminal.Write((end == EditEnd.Abandoned ? "^C" : "") + _painter.Finish());
                text = _buffer.Text;
                return end;
            }
        }
    }

    private EditEnd? Perform(KeyEvent key, IInputAssistant assistant)
    {
        var command = KeyMap.CommandOf(key);
        _hints = [];
        switch (command)
        {
            case EditCommand.InsertText:
                _buffer.Insert(key.Text);
                break;
            case EditCommand.Accept:
                return Accept(assistant);
            case EditCommand.InsertLine:
                InsertLine(assistant);
                break;
            case EditCommand.Complete:
                Complete(assistant);
                break;
            case EditCommand.Up or EditCommand.Down:
                int direction = command == EditCommand.Up ? -1 : 1;
                if (!_buffer.MoveLine(direction))
                {
                    MoveInHistory(direction);
                }

                break;
            case EditCommand.PreviousEntry:
                MoveInHistory(-1);
                break;
            case EditCommand.NextEntry:
                MoveInHistory(1);
                break;
            case EditCommand.DeleteRightOrLeave:
                if (_buffer.IsEmpty)
                {
                    return EditEnd.Left;
                }

                _ = _buffer.DeleteRight();
                break;
            case EditCommand.ClearScreen:
                terminal.Write("\e[H\e[2J");
                _painter.Forget();
                break;
            case EditCommand.Search:
                _search = new SearchState(history, _buffer.Text);
                break;
            case EditCommand.Abandon:
                return EditEnd.Abandoned;
            case EditCommand.Suspend:
                terminal.Write(_painter.Finish());
                terminal.Suspend();
                break;
            case EditCommand.Leave:
                return EditEnd.Left;
            default:
                Edit(command);
                break;
        }

        return null;
    }

    private void Edit(EditCommand command)
    {
        switch (command)
        {
            case EditCommand.Left:
                _buffer.MoveLeft();
                break;
            case EditCommand.Right:
                _buffer.MoveRight();
                break;
            case EditCommand.WordLeft:
                _buffer.MoveWordLeft();
                break;
            case EditCommand.WordRight:
                _buffer.MoveWordRight();
                break;
            case EditCommand.LineStart:
                _buffer.MoveTo(_buffer.LineStart);
                break;
            case EditCommand.LineEnd:
                _buffer.MoveTo(_buffer.LineEnd);
                break;
            case EditCommand.TextStart:
                _buffer.MoveTo(0);
                break;
            case EditCommand.TextEnd:
                _buffer.MoveTo(_buffer.Text.Length);
                break;
            case EditCommand.DeleteLeft:
                _ = _buffer.DeleteLeft();
                break;
            case EditCommand.DeleteRight:
                _ = _buffer.DeleteRight();
                break;
            case EditCommand.CutToLineEnd:
                _buffer.CutToLineEnd();
                break;
            case EditCommand.CutToLineStart:
                _buffer.CutToLineStart();
                break;
            case EditCommand.CutWordLeft:
                _buffer.CutWordLeft();
                break;
            case EditCommand.CutBlankSeparatedLeft:
                _buffer.CutBlankSeparatedLeft();
                break;
            case EditCommand.CutWordRight:
                _buffer.CutWordRight();
                break;
            case EditCommand.InsertCut:
                _buffer.InsertCut();
                break;
            case EditCommand.SwapCharacters:
                _buffer.SwapCharacters();
                break;
            case EditCommand.Undo:
                _ = _buffer.Undo();
                break;
        }
    }

    private EditEnd? Accept(IInputAssistant assistant)
    {
        if (assistant.StateOf(_buffer.Text) == InputState.Incomplete)
        {
            InsertLine(assistant);
            return null;
        }

        _buffer.MoveTo(_buffer.Text.Length);
        return EditEnd.Accepted;
    }

    private void InsertLine(IInputAssistant assistant)
    {
        // When more was typed already this is a paste from a terminal that does not say so: it has its own indentation.
        int blanks = terminal.HasMoreKeys ? 0 : assistant.Indentation(_buffer.Text[.._buffer.Cursor]);
        _buffer.Insert("\n" + new string(' ', blanks));
    }

    private void MoveInHistory(int direction)
    {
        if (history.Move(direction, _buffer.Text) is { } entry)
        {
            _buffer.Reset(entry);
        }
    }

    private void Complete(IInputAssistant assistant)
    {
        string line = _buffer.Text[_buffer.LineStart.._buffer.Cursor];
        if (_buffer.LineStart > 0 && string.IsNullOrWhiteSpace(line))
        {
            int blanks = assistant.Indentation(_buffer.Text[..(_buffer.LineStart - 1)]);
            _buffer.Replace(_buffer.LineStart, _buffer.Cursor, new string(' ', blanks));
            return;
        }

        var completions = assistant.Complete(_buffer.Text, _buffer.Cursor);
        if (completions.Candidates.Count == 0)
        {
            return;
        }

        string prefix = CompletionList.CommonPrefix(completions.Candidates);
        bool isOnly = completions.Candidates.Count == 1;
        if (prefix.Length > _buffer.Cursor - completions.Start || isOnly)
        {
            _buffer.Replace(completions.Start, _buffer.Cursor, prefix + (isOnly ? completions.Suffix : ""));
        }

        if (!isOnly)
        {
            var (columns, rows) = terminal.Size;
            _hints = CompletionList.Rows(completions.Candidates, columns - 1, Math.Max(2, Math.Min(MostCompletionRows, rows / 2)));
        }
    }

    /// <summary>A key while searching.</summary>
    /// <returns>False: the search ended with what it found, and the key has its usual meaning.</returns>
    private bool SearchKey(KeyEvent key)
    {
        var search = _search!;
        bool control = key.Modifiers == KeyModifiers.Control;
        switch (key.Code)
        {
            case KeyCode.Character when control && key.Text == "r":
                search.Next();
                return true;
            case KeyCode.Character when control && key.Text is "g" or "c":
                _search = null;
                _buffer.Set(search.Before);
                return true;
            case KeyCode.Character when key.Modifiers == KeyModifiers.None:
                search.Append(key.Text);
                return true;
            case KeyCode.Backspace:
                search.RemoveLast();
                return true;
            default:
                _search = null;
                if (search.Found >= 0)
                {
                    history.GoTo(search.Found, search.Before);
                    _buffer.Set(search.Text, search.Cursor);
                }

                // Escape, and Ctrl-J as in shells, only end the search.
                return key.Code == KeyCode.Escape || (key.Code == KeyCode.Enter && control);
        }
    }

    private void Paint(string prompt, string continuation, IInputAssistant assistant)
    {
        var (columns, rows) = terminal.Size;
        var frame = new FrameBuilder(palette, columns);
        string text = _search?.Text ?? _buffer.Text;
        int cursor = _search?.Cursor ?? _buffer.Cursor;
        if (_search is not null)
        {
            frame.AddPlain((_search.IsFailed ? "(not found) " : "(search) ") + _search.Wanted + ": ", Style.Prompt);
        }
        else
        {
            frame.AddPlain(prompt, Style.Prompt);
        }

        var place = frame.Add(text, Styles(text, cursor, assistant), cursor, continuation);
        foreach (string hint in _hints)
        {
            frame.EndRow();
            frame.AddPlain(hint, Style.Hint);
        }

        string output = _painter.Paint(frame.Build(place, rows));
        if (output.Length > 0)
        {
            terminal.Write(output);
        }
    }

    private Style[] Styles(string text, int cursor, IInputAssistant assistant)
    {
        var styles = new Style[text.Length];
        if (text.Length > LongestColoured)
        {
            return styles;
        }

        var match = default(SourceToken?);
        foreach (var token in assistant.Tokens(text))
        {
            Array.Fill(styles, StyleOf(token.Kind), token.Start, token.Length);
            if (token is { Kind: TokenKind.Bracket, Partner: >= 0 } && !_isFinal)
            {
                // The bracket before the cursor, which was typed last, wins over the one at the cursor.
                if (token.Start + token.Length == cursor || (token.Start == cursor && match is null))
                {
                    match = token;
                }
            }
        }

        if (match is { } found)
        {
            styles[found.Start + found.Length - 1] = styles[found.Partner] = Style.Match;
        }

        return styles;
    }

    private static Style StyleOf(TokenKind kind) => kind switch
    {
        TokenKind.Comment => Style.Comment,
        TokenKind.String => Style.String,
        TokenKind.Number => Style.Number,
        TokenKind.Keyword => Style.Keyword,
        TokenKind.Constant => Style.Constant,
        TokenKind.Bracket => Style.Bracket,
        TokenKind.Error => Style.Error,
        _ => Style.Plain,
    };
}
