// Ports: where guest programs read and write. Four sealed kinds, textual or binary, input or output, each over a host
// stream or over memory. Each has its own buffer; the host streams below are unbuffered.
//
// No method throws for what the outside world does: a failed operation says so in its result, and Failure has the words.

namespace Ouro.Machine.InputOutput;

/// <summary>A source or destination of characters or bytes.</summary>
[GuestType("a port")]
public abstract class Port(string name)
{
    /// <summary>What the port reads or writes, for messages: a file's name, "standard output", "string".</summary>
    public string Name { get; } = name;

    /// <summary>False after the port was closed.</summary>
    public bool IsOpen { get; private protected set; } = true;

    /// <summary>Why the last operation failed, or null.</summary>
    public string? Failure;

    /// <summary>Characters, not bytes.</summary>
    public abstract bool IsTextual { get; }

    /// <summary>Can be read from.</summary>
    public abstract bool IsInput { get; }

    /// <summary>Writes out what is buffered and gives the stream back. Closing a closed port does nothing.</summary>
    /// <returns>False: what was buffered could not be written, see <see cref="Failure"/>.</returns>
    public abstract bool Close();

    /// <summary>Notes a failure of the host.</summary>
    private protected bool Fail(Exception exception)
    {
        Failure = exception.Message;
        return false;
    }

    /// <summary>Whether an exception tells of the outside world, not of a mistake in the machine.</summary>
    private protected static bool IsOutside(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException;
}

/// <summary>The streams that a process is born with, by their descriptors.</summary>
public enum StandardStream
{
    Input = 0,
    Output = 1,
    Error = 2,
}
