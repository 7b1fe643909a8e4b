// History between runs. The file has a line for each entry, oldest first, with line ends written as \n and backslashes
// doubled. It is locked while it is read or written, and each entry is appended by itself, so two REPLs at once lose
// nothing and never mix their lines. Nothing here ever fails: a REPL without a history is a REPL.

using System.Text;

namespace Ouro.Tools.LineEditing;

/// <summary>The file that keeps a <see cref="History"/>.</summary>
internal sealed class HistoryFile(string? path, int capacity)
{
    private const int MostAttempts = 40;

    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The file's place by the XDG rules: OURO_HISTORY, or in the folder for state.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="name">What tells histories apart: the language.</param>
    /// <returns>Null: there is no place.</returns>
    internal static string? PathFor(Func<string, string?> variable, string name)
    {
        if (variable("OURO_HISTORY") is { } chosen)
        {
            return chosen.Length == 0 ? null : chosen;
        }

        string? state = variable("XDG_STATE_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder) ? folder
            : variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state")
            : null;
        return state is null ? null : Path.Combine(state, "ouro", name + ".history");
    }

    /// <summary>The entries, the latest of them if there are too many.</summary>
    internal IReadOnlyList<string> Load()
    {
        if (path is null)
        {
            return [];
        }

        try
        {
            if (!File.Exists(path))
            {
                return [];
            }

            using var file = Open(path, FileMode.Open, FileAccess.ReadWrite);
            using var reader = new StreamReader(file, s_encoding);
            string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length > capacity * 2)
            {
                file.SetLength(0);
                file.Write(s_encoding.GetBytes(string.Concat(lines[^capacity..].Select(line => line + "\n"))));
            }

            return [.. lines.TakeLast(capacity).Select(Decode)];
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            return LoadReadOnly(path);
        }
    }

    /// <summary>Appends an entry.</summary>
    internal void Append(string entry)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            {
                _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            using var file = Open(path, FileMode.Append, FileAccess.Write);
            file.Write(s_encoding.GetBytes(Encode(entry) + "\n"));
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            // A home that cannot be written, a full disk: the history of this run is in memory all the same.
        }
    }

    /// <summary>A history that may be read and not written, by its file's permissions.</summary>
    private IReadOnlyList<string> LoadReadOnly(string path)
    {
        try
        {
            return [.. File.ReadAllLines(path, s_encoding).Where(line => line.Length > 0).TakeLast(capacity).Select(Decode)];
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            return [];
        }
    }

    /// <summary>Opens the file for nobody else; waits a moment when another REPL has it.</summary>
    private static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode == FileMode.Append)
        {
            // What somebody types may be nobody else's business.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (attempt < MostAttempts && File.Exists(path))
            {
                Thread.Sleep(5);
            }
        }
    }

    private static bool IsOutside(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    internal static string Encode(string entry) => entry.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    internal static string Decode(string line)
    {
        var text = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                i++;
                _ = text.Append(line[i] switch { 'n' => '\n', 'r' => '\r', var other => other });
            }
            else
            {
                _ = text.Append(line[i]);
            }
        }

        return text.ToString();
    }
}
