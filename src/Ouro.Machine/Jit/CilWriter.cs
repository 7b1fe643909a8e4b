using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Text;

namespace Ouro.Machine.Jit;

/// <summary>Writes CIL, and keeps it as text for those who want to see it.</summary>
internal sealed class CilWriter(ILGenerator generator, bool keepsText)
{
    private readonly Dictionary<Label, int> _labels = [];

    /// <summary>What was written, a line each; null when nobody wants to see it.</summary>
    internal StringBuilder? Text { get; } = keepsText ? new StringBuilder() : null;

    /// <summary>Bytes so far.</summary>
    internal int Size => generator.ILOffset;

    internal LocalBuilder DeclareLocal(Type type) => generator.DeclareLocal(type);

    internal Label DefineLabel()
    {
        var label = generator.DefineLabel();
        _labels.Add(label, _labels.Count);
        return label;
    }

    internal void MarkLabel(Label label)
    {
        Text?.Append(CultureInfo.InvariantCulture, $"L{_labels[label]}:\n");
        generator.MarkLabel(label);
    }

    /// <summary>A remark in the text.</summary>
    internal void Remark(string text) => Text?.Append("  ; ").Append(text).Append('\n');

    internal void Emit(OpCode code)
    {
        if (Text is not null)
        {
            Line(code, "");
        }

        generator.Emit(code);
    }

    internal void Emit(OpCode code, int number)
    {
        if (Text is not null)
        {
            Line(code, number.ToString(CultureInfo.InvariantCulture));
        }

        generator.Emit(code, number);
    }

    internal void Emit(OpCode code, long number)
    {
        if (Text is not null)
        {
            Line(code, number.ToString(CultureInfo.InvariantCulture));
        }

        generator.Emit(code, number);
    }

    internal void Emit(OpCode code, double number)
    {
        if (Text is not null)
        {
            Line(code, number.ToString(CultureInfo.InvariantCulture));
        }

        generator.Emit(code, number);
    }

    /// <summary>An argument by its number: the encoding has 16 bits.</summary>
    internal void EmitArgument(int number)
    {
        if (Text is not null)
        {
            Line(OpCodes.Ldarg, number.ToString(CultureInfo.InvariantCulture));
        }

        generator.Emit(OpCodes.Ldarg, (short)number);
    }

    internal void Emit(OpCode code, Label label)
    {
        if (Text is not null)
        {
            Line(code, $"L{_labels[label]}");
        }

        generator.Emit(code, label);
    }

    internal void Emit(OpCode code, Label[] labels)
    {
        if (Text is not null)
        {
            Line(code, string.Join(", ", labels.Select(label => $"L{_labels[label]}")));
        }

        generator.Emit(code, labels);
    }

    internal void Emit(OpCode code, LocalBuilder local)
    {
        if (Text is not null)
        {
            Line(code, $"V{local.LocalIndex} ({local.LocalType.Name})");
        }

        generator.Emit(code, local);
    }

    internal void Emit(OpCode code, FieldInfo field)
    {
        if (Text is not null)
        {
            Line(code, $"{field.DeclaringType!.Name}.{field.Name}");
        }

        generator.Emit(code, field);
    }

    internal void Emit(OpCode code, MethodInfo method)
    {
        if (Text is not null)
        {
            Line(code, $"{method.DeclaringType?.Name}.{method.Name}");
        }

        generator.Emit(code, method);
    }

    /// <summary>A call of the function whose address is on the stack, above its arguments.</summary>
    internal void EmitCalli(Type result, Type[] parameters)
    {
        if (Text is not null)
        {
            Line(OpCodes.Calli, result.Name);
        }

        generator.EmitCalli(OpCodes.Calli, CallingConventions.Standard, result, parameters, null);
    }

    internal void Emit(OpCode code, ConstructorInfo constructor)
    {
        if (Text is not null)
        {
            Line(code, constructor.DeclaringType!.Name);
        }

        generator.Emit(code, constructor);
    }

    internal void Emit(OpCode code, Type type)
    {
        if (Text is not null)
        {
            Line(code, type.Name);
        }

        generator.Emit(code, type);
    }

    private void Line(OpCode code, string operand) => Text!.Append("    ").Append(code.Name).Append(' ').Append(operand).Append('\n');
}
