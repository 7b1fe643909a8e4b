using System.Globalization;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Reads assembly text into data, for tests: integers, symbols, strings, characters, booleans, lists, vectors, bytevectors.</summary>
internal sealed class AssemblyText(VirtualMachine machine, string text)
{
    private int _position;

    /// <summary>The datum that the text is.</summary>
    internal static Value Read(VirtualMachine machine, string text)
    {
        var reader = new AssemblyText(machine, text);
        Value datum = reader.Datum();
        reader.SkipBlanks();
        Assert.True(reader._position == text.Length, $"text remains: {text[reader._position..]}");
        return datum;
    }

    /// <summary>The code object of assembly text, which must be good; not verified.</summary>
    internal static CodeObject Assemble(VirtualMachine machine, string text)
    {
        Value code = Assembler.Assemble(machine, Read(machine, text));
        Assert.True(code.Ref is CodeObject, code.IsSignal ? Failure(machine).Message : "no code");
        return (CodeObject)code.Ref!;
    }

    /// <summary>The pending condition.</summary>
    internal static Condition Failure(VirtualMachine machine)
    {
        Assert.Equal(PendingSignal.Raise, machine.Pending);
        machine.Pending = PendingSignal.None;
        return Assert.IsType<Condition>(machine.PendingValue.Ref);
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || text[_position] == ';'))
        {
            if (text[_position] == ';')
            {
                while (_position < text.Length && text[_position] != '\n')
                {
                    _position++;
                }
            }
            else
            {
                _position++;
            }
        }
    }

    private Value Datum()
    {
        SkipBlanks();
        char first = text[_position++];
        switch (first)
        {
            case '(':
                return List();
            case '\'':
                return Value.Object(new Pair(Value.Object(machine.Intern("quote")), Value.Object(new Pair(Datum(), Value.EmptyList))));
            case '"':
                return Value.Object(new Text(Delimited('"')));
            case '|':
                return Value.Object(machine.Intern(Delimited('|')));
            case '#' when text[_position] == '(':
                _position++;
                return Value.Object(new Vector(Elements().ToArray()));
            case '#' when text.AsSpan(_position).StartsWith("u8("):
                _position += 3;
                return Value.Object(new Bytevector(Elements().ConvertAll(e => (byte)e.AsFixnum).ToArray()));
            default:
                return Atom(first);
        }
    }

    private Value Atom(char first)
    {
        int start = _position - 1;
        while (_position < text.Length && !char.IsWhiteSpace(text[_position]) && text[_position] is not ('(' or ')'))
        {
            _position++;
        }

        string atom = text[start.._position];
        if (first == '#')
        {
            return atom switch
            {
                "#t" => Value.True,
                "#f" => Value.False,
                "#!eof" => Value.EndOfFile,
                "#!unspecified" => Value.Unspecified,
                "#!default" => Value.Absent,
                _ when atom.StartsWith("#\\x", StringComparison.Ordinal) => Value.Character(int.Parse(atom.AsSpan(3), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                _ => throw new FormatException(atom),
            };
        }

        return NumberReader.TryParse(atom, 10, out var number) ? number : Value.Object(machine.Intern(atom));
    }

    private string Delimited(char end)
    {
        var content = new StringBuilder();
        for (; text[_position] != end; _position++)
        {
            if (text[_position] != '\\')
            {
                content.Append(text[_position]);
            }
            else if (text[++_position] == 'x')
            {
                int stop = text.IndexOf(';', _position);
                int codePoint = int.Parse(text.AsSpan(_position + 1, stop - _position - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                content.Append(codePoint is >= 0xD800 and < 0xE000 ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint));
                _position = stop;
            }
            else
            {
                content.Append(text[_position]);
            }
        }

        _position++;
        return content.ToString();
    }

    private Value List()
    {
        var elements = new List<Value>();
        Value tail = Value.EmptyList;
        while (true)
        {
            SkipBlanks();
            if (text[_position] == ')')
            {
                _position++;
                break;
            }

            if (text[_position] == '.' && char.IsWhiteSpace(text[_position + 1]))
            {
                _position++;
                tail = Datum();
                continue;
            }

            elements.Add(Datum());
        }

        for (int i = elements.Count - 1; i >= 0; i--)
        {
            tail = Value.Object(new Pair(elements[i], tail));
        }

        return tail;
    }

    private List<Value> Elements()
    {
        var elements = new List<Value>();
        SkipBlanks();
        while (text[_position] != ')')
        {
            elements.Add(Datum());
            SkipBlanks();
        }

        _position++;
        return elements;
    }
}
