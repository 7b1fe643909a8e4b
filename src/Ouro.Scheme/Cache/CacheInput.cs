// What the compiler asked its host for while it worked on a text, with the answers: compiled code is a function of the text, the compiler and
// these. An entry holds as long as the same questions get the same answers.

using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Cache;

/// <summary>One question and its answer.</summary>
/// <param name="IsLibrary">Where the library of that name is; otherwise: what is in the file of that name.</param>
/// <param name="Name">The library's name, its parts with blanks between; or the file's name as the source has it.</param>
/// <param name="From">The file that includes it; nothing for a library.</param>
/// <param name="Path">The file that was found; nothing if none was.</param>
/// <param name="Content">The hash of its text.</param>
internal readonly record struct CacheInput(bool IsLibrary, string Name, string From, string Path, ContentHash Content)
{
    /// <summary>Whether the answer is still the same.</summary>
    internal bool Holds(CodeCache cache)
    {
        string? path = IsLibrary ? LibraryFiles.Find(Name.Split(' '), cache.Directories) : LibraryFiles.Included(Name, From);
        return (path ?? "") == Path && (path is null || cache.HashOfFile(path) == Content);
    }

    internal void Write(BinaryWriter to)
    {
        to.Write(IsLibrary);
        to.Write(Name);
        to.Write(From);
        to.Write(Path);
        to.Write(Content.First);
        to.Write(Content.Second);
    }

    internal static CacheInput Read(BinaryReader from) =>
        new(from.ReadBoolean(), from.ReadString(), from.ReadString(), from.ReadString(), new ContentHash(from.ReadUInt64(), from.ReadUInt64()));
}
