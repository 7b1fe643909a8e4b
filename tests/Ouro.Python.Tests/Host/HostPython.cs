using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Ouro.Python.Tests.Host;

/// <summary>A python3 of the host that answers what it makes of sources. OURO_TEST_PYTHON names another than the first on the path.</summary>
internal sealed class HostPython : IDisposable
{
    private readonly Process _process;
    private readonly Stream _requests;
    private readonly Stream _answers;

    internal HostPython()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Host", "answer.py");
        _process = Process.Start(new ProcessStartInfo(Command, ["-I", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _requests = _process.StandardInput.BaseStream;
        _answers = new BufferedStream(_process.StandardOutput.BaseStream);
        Version = int.Parse(Ask("version", "")[1..], CultureInfo.InvariantCulture);
    }

    /// <summary>The command.</summary>
    internal static string Command => Environment.GetEnvironmentVariable("OURO_TEST_PYTHON") ?? "python3";

    /// <summary>The minor version: 11, 12, 13.</summary>
    internal int Version { get; }

    /// <summary>The host's answer: T and the text, or E and what the exception has.</summary>
    internal string Ask(string command, string source) => Ask(command, Encoding.UTF8.GetBytes(source));

    /// <summary>The same for bytes.</summary>
    internal string Ask(string command, byte[] source)
    {
        _requests.Write(Encoding.ASCII.GetBytes($"{command} {source.Length}\n"));
        _requests.Write(source);
        _requests.Flush();
        int length = 0;
        for (int digit = _answers.ReadByte(); digit != '\n'; digit = _answers.ReadByte())
        {
            if (digit < 0)
            {
                throw new InvalidOperationException("the host's python3 ended");
            }

            length = length * 10 + digit - '0';
        }

        byte[] answer = new byte[length];
        _answers.ReadExactly(answer);
        return Encoding.UTF8.GetString(answer);
    }

    public void Dispose()
    {
        _requests.Dispose();
        if (!_process.WaitForExit(2000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
