using System.Reflection;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>The bodies of opcode rows, found by their attributes: what compiled code calls where there is no template.</summary>
internal static class RowMethods
{
    /// <summary>The method of an opcode.</summary>
    internal static MethodInfo Of(OpcodeInfo info) => Table.Value[info.Name];

    /// <summary>Whether a row depends on its operands only, not on where it stands: then compiled code can call it.</summary>
    internal static bool IsFree(OpcodeInfo info) =>
        !info.EndsBlock && !info.MayCall && info.Jump is null && Of(info).GetParameters().All(parameter => parameter.ParameterType.GetElementType() != typeof(LoopState));

    private static readonly Lazy<Dictionary<string, MethodInfo>> Table = new(() =>
    {
        var table = new Dictionary<string, MethodInfo>(StringComparer.Ordinal);
        foreach (var type in typeof(RowMethods).Assembly.GetTypes())
        {
            if (!type.IsDefined(typeof(OpcodeRowsAttribute)))
            {
                continue;
            }

            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            {
                if (method.GetCustomAttribute<OpcodeAttribute>() is { } attribute)
                {
                    table.Add(attribute.Name, method);
                }
            }
        }

        return table;
    });
}
