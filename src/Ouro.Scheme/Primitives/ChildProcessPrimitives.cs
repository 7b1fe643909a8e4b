using System.Diagnostics;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Primitives;

/// <summary>Running other programs.</summary>
[PrimitiveGroup]
internal static partial class ChildProcessPrimitives
{
    /// <summary>
    /// Runs a program and waits for its end. Arguments: the program, a list of its arguments, what it reads (false: it has our standard
    /// streams), the directory it runs in or false, and a list of pairs of names and contents of environment variables that it has beside
    /// ours. Gives a list of its exit status and what it wrote to its standard output and error, as strings; with our streams just the status.
    /// </summary>
    [Primitive("run-program", Effects = Effects.Outside | Effects.Allocate)]
    internal static Value Run(VirtualMachine machine, Text program, Value arguments, Value input, Value directory, Value environment)
    {
        if (!machine.Require(Capability.Processes, "start processes"))
        {
            return Value.Signal;
        }

        var start = new ProcessStartInfo(program.ToString()) { UseShellExecute = false };
        if (!IsClean(machine, 1, Value.Object(program), start.FileName)
            || !AddArguments(machine, arguments, start)
            || !AddEnvironment(machine, environment, start))
        {
            return Value.Signal;
        }

        if (directory.AsObject is Text folder)
        {
            start.WorkingDirectory = folder.ToString();
        }
        else if (!directory.IsFalse)
        {
            return machine.WrongType(4, directory, "a string or #f");
        }

        byte[]? bytes = null;
        if (input.AsObject is Text text)
        {
            bytes = Encoding.UTF8.GetBytes(text.ToString());
            start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        }
        else if (!input.IsFalse)
        {
            return machine.WrongType(3, input, "a string or #f");
        }

        _ = machine.Ports.FlushAll();
        using var child = ChildProcess.Start(start, bytes, out string problem);
        if (child is null)
        {
            return machine.Fail(ConditionKind.File, $"cannot run {program}: {problem}");
        }

        if (!child.Wait(machine))
        {
            return Value.Signal;
        }

        Value status = Value.Fixnum(child.Status);
        return bytes is null || !machine.ChargeAllocation(3 * Pair.Size)
            ? bytes is null ? status : Value.Signal
            : Value.Object(new Pair(status, Value.Object(new Pair(Decoded(child.Output), Value.Object(new Pair(Decoded(child.Error), Value.EmptyList))))));
    }

    private static Value Decoded(byte[] bytes) => Value.Object(new Text(Encoding.UTF8.GetString(bytes)));

    private static bool AddArguments(VirtualMachine machine, Value arguments, ProcessStartInfo start)
    {
        const string Expected = "a list of strings";
        if (VirtualMachine.ProperListLength(arguments, out _) < 0)
        {
            _ = machine.WrongType(2, arguments, Expected);
            return false;
        }

        for (Value rest = arguments; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is not Text argument)
            {
                _ = machine.WrongType(2, pair.Car, Expected);
                return false;
            }

            string content = argument.ToString();
            if (!IsClean(machine, 2, pair.Car, content))
            {
                return false;
            }

            start.ArgumentList.Add(content);
        }

        return true;
    }

    private static bool AddEnvironment(VirtualMachine machine, Value environment, ProcessStartInfo start)
    {
        const string Expected = "a list of pairs of strings";
        if (VirtualMachine.ProperListLength(environment, out _) < 0)
        {
            _ = machine.WrongType(5, environment, Expected);
            return false;
        }

        for (Value rest = environment; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is not Pair { Car.AsObject: Text name, Cdr.AsObject: Text content })
            {
                _ = machine.WrongType(5, pair.Car, Expected);
                return false;
            }

            if (name.ToString() is not { Length: > 0 } key || key.Contains('='))
            {
                _ = machine.Fail(ConditionKind.WrongType, "this is no name of an environment variable:", pair.Car);
                return false;
            }

            if (!IsClean(machine, 5, pair.Car, key) || !IsClean(machine, 5, pair.Car, content.ToString()))
            {
                return false;
            }

            start.Environment[key] = content.ToString();
        }

        return true;
    }

    /// <summary>Whether the system can be given a string: it must have no null character.</summary>
    private static bool IsClean(VirtualMachine machine, int argument, Value got, string content)
    {
        if (!content.Contains('\0'))
        {
            return true;
        }

        _ = machine.WrongType(argument, got, "without null characters");
        return false;
    }
}
