// Compiled programs and libraries in the user's cache folder. A library from a file has an entry of its own, so that a program that
// changes does not compile its libraries again; a program's entry has the program, and what cannot be kept apart from it.
//
// An entry's name is a hash of the text, its name, the compiler and how it compiles. What else the code depends on, files that the
// compiler looked for, is in the entry and looked at again. Writing goes to a file of its own that then takes its place, so
// that readers see a whole entry or none. Nothing here is an error: without a folder that works there is no cache.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Cache;

/// <summary>The cache as one session uses it.</summary>
/// <param name="runtime">What the compiled libraries become known to.</param>
/// <param name="folder">Where the entries are.</param>
/// <param name="compiler">A text that differs where another compiler, or another way to compile, would give other code.</param>
/// <param name="directories">Where libraries are looked for.</param>
internal sealed class CodeCache(SchemeRuntime runtime, string folder, string compiler, IReadOnlyList<string> directories)
{
    /// <summary>When all entries together have more bytes, the ones that were not used for longest go, until this is three quarters of it.</summary>
    private const long MostBytes = 128L << 20;

    /// <summary>A file that a writer left behind is old after an hour.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly Dictionary<string, ContentHash> _files = new(StringComparer.Ordinal);

    /// <summary>What became of each library from a file: whether its code is there.</summary>
    private readonly Dictionary<string, bool> _loaded = new(StringComparer.Ordinal);

    internal IReadOnlyList<string> Directories => directories;

    /// <summary>What is being compiled, innermost last.</summary>
    internal readonly InputRecorder Recorder = new();

    /// <summary>The folder of the cache that a process should use; null if there is none.</summary>
    internal static string? DefaultFolder()
    {
        string? root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (OperatingSystem.IsWindows())
        {
            root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }
        else if (string.IsNullOrEmpty(root) || !Path.IsPathRooted(root))
        {
            root = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : null;
        }

        return string.IsNullOrEmpty(root) ? null : Path.Combine(root, "ouro");
    }

    /// <summary>The hash of a file's text, which is read once.</summary>
    internal ContentHash HashOfFile(string path)
    {
        if (!_files.TryGetValue(path, out var hash))
        {
            try
            {
                hash = ContentHash.Of(File.ReadAllText(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // No text has this one.
                hash = default;
            }

            _files.Add(path, hash);
        }

        return hash;
    }

    /// <summary>Notes the text of a file as the compiler sees it.</summary>
    internal void NoteFile(string path, string text) => _files[path] = ContentHash.Of(text);

    // --- programs

    /// <summary>The code of a program and of the libraries before it, in order; null: it must be compiled.</summary>
    internal List<CodeObject>? LoadProgram(string name, string text)
    {
        if (Read(KeyOf("program", name, text)) is not { } entry || !Hold(entry) || entry.Units(runtime.Machine, name) is not { Length: > 0 } units)
        {
            return null;
        }

        var own = units.AsSpan(0, units.Length - 1);
        var ownNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in own)
        {
            _ = ownNames.Add(SchemeRuntime.KeyOf(unit.Name));
        }

        foreach (var input in entry.Inputs)
        {
            if (input is { IsLibrary: true, Path.Length: > 0 } && !ownNames.Contains(input.Name) && !runtime.HasUnit(input.Name) && !LoadLibrary(input.Name, input.Path))
            {
                return null;
            }
        }

        foreach (string library in entry.Libraries)
        {
            if (!ownNames.Contains(library) && !runtime.HasUnit(library))
            {
                return null;
            }
        }

        runtime.Add(own);
        var codes = new List<CodeObject>();
        foreach (string library in entry.Libraries)
        {
            if (runtime.BodyToRun(library) is { } body)
            {
                codes.Add(body);
            }
        }

        codes.Add(units[^1].Body);
        return codes;
    }

    /// <summary>Keeps a program.</summary>
    internal void SaveProgram(string name, string text, RecordedInputs recorded, IReadOnlyList<string> libraries, byte[] image) =>
        Write(KeyOf("program", name, text), new CacheEntry(recorded.Inputs, libraries, image));

    // --- libraries

    /// <summary>Makes the code of a library from a file known, with all libraries that it needs from files.</summary>
    /// <param name="name">Its name, the parts with blanks between.</param>
    /// <param name="path">The file.</param>
    /// <returns>False: it must be compiled.</returns>
    internal bool LoadLibrary(string name, string path)
    {
        if (_loaded.TryGetValue(name, out bool known))
        {
            return known;
        }

        // Meanwhile, and if it fails: it is not there. A library that needs itself never got an entry.
        _loaded[name] = false;
        if (Read(KeyOfLibrary(name, path)) is not { } entry || !Hold(entry) || entry.Units(runtime.Machine, path) is not { Length: 1 } units)
        {
            return false;
        }

        foreach (var input in entry.Inputs)
        {
            if (input is { IsLibrary: true, Path.Length: > 0 } && !runtime.HasUnit(input.Name) && !LoadLibrary(input.Name, input.Path))
            {
                return false;
            }
        }

        runtime.Add(units);
        Recorder.Keep(name, entry.Inputs);
        return _loaded[name] = true;
    }

    /// <summary>Keeps a library.</summary>
    internal void SaveLibrary(string name, RecordedInputs recorded, byte[] image)
    {
        Write(KeyOfLibrary(name, recorded.Path), new CacheEntry(recorded.Inputs, [], image));
        _loaded[name] = true;
    }

    // --- entries

    private string KeyOfLibrary(string name, string path) => KeyOf("library", name, path, HashOfFile(path).ToString());

    private string KeyOf(params ReadOnlySpan<string> parts) => ContentHash.Of([compiler, string.Join('\0', directories), .. parts]).ToString();

    private bool Hold(CacheEntry entry)
    {
        foreach (var input in entry.Inputs)
        {
            if (!input.Holds(this))
            {
                return false;
            }
        }

        return true;
    }

    private CacheEntry? Read(string key)
    {
        string path = Path.Combine(folder, key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var entry = CacheEntry.Read(File.ReadAllBytes(path));
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
            {
                // Its age says when it was used.
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }

            return entry;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(string key, CacheEntry entry)
    {
        string path = Path.Combine(folder, key);
        string own = $"{path}.{Environment.ProcessId}.{Environment.TickCount64}.new";
        try
        {
            _ = Directory.CreateDirectory(folder);
            File.WriteAllBytes(own, entry.ToBytes());
            File.Move(own, path, overwrite: true);
            Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(own);
        }
    }

    /// <summary>Deletes what was not used for longest, if there is too much.</summary>
    private void Trim()
    {
        var files = new List<FileInfo>();
        long total = 0;
        foreach (var file in new DirectoryInfo(folder).GetFiles())
        {
            if (file.Name.EndsWith(".new", StringComparison.Ordinal) && DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned)
            {
                TryDelete(file.FullName);
                continue;
            }

            files.Add(file);
            total += file.Length;
        }

        if (total <= MostBytes)
        {
            return;
        }

        files.Sort(static (left, right) => left.LastWriteTimeUtc.CompareTo(right.LastWriteTimeUtc));
        foreach (var file in files)
        {
            if (total <= MostBytes / 4 * 3)
            {
                break;
            }

            total -= file.Length;
            TryDelete(file.FullName);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else has it, or did it.
        }
    }
}
