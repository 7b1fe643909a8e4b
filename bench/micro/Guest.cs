using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Machine.Values;
using Ouro.Scheme;

namespace Ouro.Micro;

/// <summary>A machine with Scheme on it, made from the image of the built tool, and a procedure that a benchmark calls.</summary>
internal sealed class Guest
{
    private readonly VirtualMachine _machine = new(new MachineOptions { Compiles = true });
    private readonly SchemeLanguage _language = new();

    internal Guest()
    {
        if (_language.Install(_machine, new LanguageOptions { ImagePath = FindImage() }) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>Compiles a program whose last expression gives a procedure of one argument.</summary>
    internal Value Procedure(string program)
    {
        var compiled = Check(_language.Compile(_machine, new SourceText("micro", program)));
        return Check(_language.Execute(_machine, compiled));
    }

    /// <summary>Calls it with a number.</summary>
    internal Value Call(Value procedure, int argument) => Check(_machine.Run(procedure, Value.Fixnum(argument)));

    private static Value Check(Outcome outcome) => outcome.Kind == OutcomeKind.Value
        ? outcome.Value
        : throw new InvalidOperationException($"{outcome.Kind}: {outcome.Value}");

    private static string FindImage()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "artifacts", "ouro", "ouro.image");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException("there is no artifacts/ouro/ouro.image above this program: run ./ouro once");
    }
}
