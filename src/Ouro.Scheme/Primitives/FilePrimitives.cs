using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;

namespace Ouro.Scheme.Primitives;

/// <summary>Files. All need <see cref="Capability.Files"/>.</summary>
[PrimitiveGroup]
internal static partial class FilePrimitives
{
    /// <summary>A port that reads the UTF-8 text of a file.</summary>
    [Primitive("open-input-file", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value OpenInput(VirtualMachine machine, Text name) =>
        Open(machine, name, FileMode.Open, out var stream) ? Value.Object(new TextInputPort(stream!, stream!.Name)) : Value.Signal;

    /// <summary>A port that writes UTF-8 text to a file, which is made, or emptied if it exists.</summary>
    [Primitive("open-output-file", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value OpenOutput(VirtualMachine machine, Text name) =>
        Open(machine, name, FileMode.Create, out var stream) ? Value.Object(new TextOutputPort(stream!, stream!.Name, machine.Ports)) : Value.Signal;

    /// <summary>A port that reads the bytes of a file.</summary>
    [Primitive("open-binary-input-file", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value OpenBinaryInput(VirtualMachine machine, Text name) =>
        Open(machine, name, FileMode.Open, out var stream) ? Value.Object(new BinaryInputPort(stream!, stream!.Name)) : Value.Signal;

    /// <summary>A port that writes bytes to a file, which is made, or emptied if it exists.</summary>
    [Primitive("open-binary-output-file", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value OpenBinaryOutput(VirtualMachine machine, Text name) =>
        Open(machine, name, FileMode.Create, out var stream) ? Value.Object(new BinaryOutputPort(stream!, stream!.Name, machine.Ports)) : Value.Signal;

    /// <summary>Whether there is a file, or a directory, of that name.</summary>
    [Primitive("file-exists?", Effects = Effects.Outside)]
    internal static Value Exists(VirtualMachine machine, Text name)
    {
        if (!machine.Require(Capability.Files, "ask for files"))
        {
            return Value.Signal;
        }

        string path = name.ToString();
        return Value.Boolean(File.Exists(path) || Directory.Exists(path));
    }

    /// <summary>Deletes a file.</summary>
    [Primitive("delete-file", Effects = Effects.Outside)]
    internal static Value Delete(VirtualMachine machine, Text name)
    {
        if (!machine.Require(Capability.Files, "delete files"))
        {
            return Value.Signal;
        }

        string path = name.ToString();
        try
        {
            if (!File.Exists(path))
            {
                return Fail(machine, name, "delete", "there is no such file");
            }

            File.Delete(path);
            return Value.Unspecified;
        }
        catch (Exception exception) when (Explain(exception) is not null)
        {
            return Fail(machine, name, "delete", Explain(exception)!);
        }
    }

    private static bool Open(VirtualMachine machine, Text name, FileMode mode, out FileStream? stream)
    {
        stream = null;
        if (!machine.Require(Capability.Files, "open files") || !machine.ChargeAllocation(PortPrimitives.PortSize))
        {
            return false;
        }

        var access = mode == FileMode.Open ? FileAccess.Read : FileAccess.Write;
        try
        {
            // The ports buffer themselves.
            stream = new FileStream(name.ToString(), mode, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return true;
        }
        catch (Exception exception) when (Explain(exception) is not null)
        {
            _ = Fail(machine, name, mode == FileMode.Open ? "open for reading" : "open for writing", Explain(exception)!);
            return false;
        }
    }

    private static Value Fail(VirtualMachine machine, Text name, string operation, string reason) =>
        machine.Fail(ConditionKind.File, $"cannot {operation}, {reason}:", Value.Object(name));

    /// <summary>Why the host could not do something with a file, or null if the exception tells of something else.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such directory",
        UnauthorizedAccessException => "it is a directory, or access is denied",
        PathTooLongException => "the name is too long",
        IOException => exception.Message,
        ArgumentException or NotSupportedException => "this is no name of a file",
        _ => null,
    };
}
