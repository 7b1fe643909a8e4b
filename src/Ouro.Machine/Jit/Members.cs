using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>The members that emitted code uses, and the bodies of opcode rows, which it calls where there is no template. Made once for each JIT.</summary>
internal sealed class Members
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    internal readonly FieldInfo Ref = Field<Value>(nameof(Value.Ref));
    internal readonly FieldInfo Bits = Field<Value>(nameof(Value.Bits));

    internal readonly FieldInfo Machine = Field<CompiledMethod>(nameof(CompiledMethod.Machine));
    internal readonly FieldInfo Constants = Field<CompiledMethod>(nameof(CompiledMethod.Constants));

    internal readonly FieldInfo Near = Field<CompiledMethod>(nameof(CompiledMethod.Near));

    internal readonly FieldInfo TickSlice = Field<VirtualMachine>(nameof(VirtualMachine.TickSlice));
    internal readonly FieldInfo AllocationSlice = Field<VirtualMachine>(nameof(VirtualMachine.AllocationSlice));
    internal readonly FieldInfo ResultBits = Field<VirtualMachine>(nameof(VirtualMachine.ResultBits));
    internal readonly FieldInfo TailMark = Field<VirtualMachine>(nameof(VirtualMachine.TailMark));
    internal readonly FieldInfo HostStackLimit = Field<VirtualMachine>(nameof(VirtualMachine.HostStackLimit));
    internal readonly FieldInfo Signal = Field<VirtualMachine>(nameof(VirtualMachine.CompiledSignal));
    internal readonly FieldInfo Arguments = Field<VirtualMachine>(nameof(VirtualMachine.Arguments));
    internal readonly MethodInfo IsCallRequested = Method<VirtualMachine>(nameof(VirtualMachine.IsCallRequested));
    internal readonly MethodInfo CallRequested = Method<VirtualMachine>(nameof(VirtualMachine.CallRequested));
    internal readonly MethodInfo DetachGenerator = Method<VirtualMachine>(nameof(VirtualMachine.DetachGenerator));
    internal readonly MethodInfo BeginReify = Method<VirtualMachine>(nameof(VirtualMachine.BeginReify));
    internal readonly MethodInfo EndReifyOrCapture = Method<VirtualMachine>(nameof(VirtualMachine.EndReifyOrCapture));
    internal readonly MethodInfo Throw = Method<VirtualMachine>(nameof(VirtualMachine.Throw));
    internal readonly MethodInfo FreezeFor = Method<VirtualMachine>(nameof(VirtualMachine.FreezeFor));
    internal readonly MethodInfo FreezeForCallee = Method<VirtualMachine>(nameof(VirtualMachine.FreezeForCallee));
    internal readonly MethodInfo Capture = Method<VirtualMachine>(nameof(VirtualMachine.Capture));
    internal readonly MethodInfo CaptureForCallee = Method<VirtualMachine>(nameof(VirtualMachine.CaptureForCallee));
    internal readonly MethodInfo TailCapture = Method<VirtualMachine>(nameof(VirtualMachine.TailCapture));
    internal readonly MethodInfo EndReify = Method<VirtualMachine>(nameof(VirtualMachine.EndReify));
    internal readonly MethodInfo PollCompiled = Method<VirtualMachine>(nameof(VirtualMachine.PollCompiled));
    internal readonly MethodInfo PollCompiledCall = Method<VirtualMachine>(nameof(VirtualMachine.PollCompiledCall));
    internal readonly MethodInfo EnterLater = Method<VirtualMachine>(nameof(VirtualMachine.EnterLater));
    internal readonly MethodInfo CallUnknown = Method<VirtualMachine>(nameof(VirtualMachine.CallUnknown));
    internal readonly MethodInfo CallOther = Method<VirtualMachine>(nameof(VirtualMachine.CallOther));
    internal readonly MethodInfo CallGlobal = Method<VirtualMachine>(nameof(VirtualMachine.CallGlobal));
    internal readonly MethodInfo TailCallOther = Method<VirtualMachine>(nameof(VirtualMachine.TailCallOther));
    internal readonly MethodInfo TailCallUnknown = Method<VirtualMachine>(nameof(VirtualMachine.TailCallUnknown));
    internal readonly MethodInfo SpreadArguments = Method<VirtualMachine>(nameof(VirtualMachine.SpreadArguments));
    internal readonly MethodInfo ReturnAny = Method<VirtualMachine>(nameof(VirtualMachine.ReturnAny));
    internal readonly MethodInfo TakeFirst = Method<VirtualMachine>(nameof(VirtualMachine.TakeFirst));
    internal readonly MethodInfo TakeAll = Method<VirtualMachine>(nameof(VirtualMachine.TakeAll));
    internal readonly MethodInfo ChargeAllocationLate = Method<VirtualMachine>(nameof(VirtualMachine.ChargeAllocationLate));
    internal readonly MethodInfo ChargeTicks = Method<VirtualMachine>(nameof(VirtualMachine.ChargeTicks));
    internal readonly MethodInfo IsConstantPair = Method<VirtualMachine>(nameof(VirtualMachine.IsConstantPair));
    internal readonly MethodInfo PackValues = Method<VirtualMachine>(nameof(VirtualMachine.PackValues));
    internal readonly MethodInfo UnpackValues = Method<VirtualMachine>(nameof(VirtualMachine.UnpackValues));
    internal readonly MethodInfo ShouldFailGuard = Method<VirtualMachine>(nameof(VirtualMachine.ShouldFailGuard));

    internal readonly FieldInfo ClosureCode = Field<Closure>(nameof(Closure.Code));
    internal readonly MethodInfo ClosureVariable = Method<Closure>(nameof(Closure.Variable));
    internal readonly FieldInfo FirstVariables = Field<Closure>(nameof(Closure.First));
    internal readonly MethodInfo MakeClosure = Method<Closure>(nameof(Closure.Make));
    internal readonly ConstructorInfo NewWholeClosure = Constructor<Closure>(typeof(CodeObject), typeof(object), typeof(long), typeof(object), typeof(long));
    internal readonly ConstructorInfo NewClosure4 = Constructor<Closure4>(typeof(CodeObject));
    internal readonly ConstructorInfo NewClosure6 = Constructor<Closure6>(typeof(CodeObject));
    internal readonly ConstructorInfo NewClosure8 = Constructor<Closure8>(typeof(CodeObject));
    internal readonly ConstructorInfo NewLargeClosure = Constructor<LargeClosure>(typeof(CodeObject), typeof(Value[]));
    internal readonly FieldInfo Entry = Field<CodeObject>(nameof(CodeObject.Entry));
    internal readonly FieldInfo CompiledArity = Field<CodeObject>(nameof(CodeObject.CompiledArity));
    internal readonly FieldInfo Replacement = Field<CodeObject>(nameof(CodeObject.Replacement));
    internal readonly FieldInfo FreeCount = Field<CodeObject>(nameof(CodeObject.FreeCount));
    internal readonly MethodInfo InvokeEntry = typeof(CompiledEntry).GetMethod("Invoke")!;

    internal readonly FieldInfo CellContent = Field<Cell>(nameof(Cell.Content));
    internal readonly FieldInfo Car = Field<Pair>(nameof(Pair.Car));
    internal readonly FieldInfo Cdr = Field<Pair>(nameof(Pair.Cdr));
    internal readonly ConstructorInfo NewPair = Constructor<Pair>(typeof(object), typeof(long), typeof(object), typeof(long));
    internal readonly FieldInfo BoxContent = Field<Box>(nameof(Box.Content));
    internal readonly ConstructorInfo NewBox = Constructor<Box>(typeof(object), typeof(long));
    internal readonly FieldInfo VectorItems = Field<Vector>(nameof(Vector.Items));
    internal readonly FieldInfo Flags = Field<HeapObject>(nameof(HeapObject.Flags));
    internal readonly FieldInfo RecordType = Field<Record>(nameof(Record.Type));
    internal readonly FieldInfo RecordFields = Field<Record>(nameof(Record.Fields));
    internal readonly ConstructorInfo NewRecord = Constructor<Record>(typeof(RecordType), typeof(Value[]));
    internal readonly MethodInfo FieldsOfType = typeof(Helpers).GetMethod(nameof(Helpers.FieldsOfType), Any)!;
    internal readonly FieldInfo TextLength = Field<Text>(nameof(Text.Length));
    internal readonly FieldInfo TextStorage = Field<Text>(nameof(Text.Storage));
    internal readonly FieldInfo TextWidth = Field<Text>(Text.WidthField);
    internal readonly MethodInfo WideItem = typeof(Helpers).GetMethod(nameof(Helpers.WideItem), Any)!;
    internal readonly MethodInfo InvokeN = Method<PrimitiveProcedure>(nameof(PrimitiveProcedure.InvokeN));
    internal readonly MethodInfo PerformN = typeof(GuestOperation).GetMethod(nameof(GuestOperation.Perform), Any, [typeof(VirtualMachine), typeof(Value).MakeByRefType(), typeof(int)])!;

    internal readonly MethodInfo ToDouble = typeof(BitConverter).GetMethod(nameof(BitConverter.Int64BitsToDouble))!;
    internal readonly MethodInfo ToBits = typeof(BitConverter).GetMethod(nameof(BitConverter.DoubleToInt64Bits))!;
    internal readonly MethodInfo GetClass = typeof(object).GetMethod(nameof(GetType))!;
    internal readonly MethodInfo TypeOfHandle = typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!;
    internal readonly MethodInfo MultiplyOverflows = typeof(Helpers).GetMethod(nameof(Helpers.MultiplyOverflows), Any)!;
    internal readonly MethodInfo Multiply = typeof(Helpers).GetMethod(nameof(Helpers.Multiply), Any)!;
    internal readonly MethodInfo FirstOfArray = FirstOf(typeof(Value));
    internal readonly MethodInfo FirstByte = FirstOf(typeof(byte));

    private readonly Dictionary<string, MethodInfo> _rows = FindRows();

    private static MethodInfo FirstOf(Type element) => typeof(MemoryMarshal).GetMethods(Any)
        .First(method => method is { Name: nameof(MemoryMarshal.GetArrayDataReference), IsGenericMethod: true }).MakeGenericMethod(element);

    /// <summary>The body of an opcode's row.</summary>
    internal MethodInfo RowOf(OpcodeInfo info) => _rows[info.Name];

    /// <summary>Whether a row depends on its operands only, not on where it stands: then compiled code can call it.</summary>
    internal bool IsFreeRow(OpcodeInfo info) =>
        !info.EndsBlock && !info.MayCall && info.Jump is null && RowOf(info).GetParameters().All(parameter => parameter.ParameterType.GetElementType() != typeof(LoopState));

    /// <summary>What the code of a primitive takes.</summary>
    internal static Type[] ParametersOf(PrimitiveKind kind)
    {
        var reference = typeof(Value).MakeByRefType();
        return kind switch
        {
            PrimitiveKind.One => [typeof(VirtualMachine), reference],
            PrimitiveKind.Two => [typeof(VirtualMachine), reference, reference],
            PrimitiveKind.Many => [typeof(VirtualMachine), reference, typeof(int)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not called through a function pointer"),
        };
    }

    private static Dictionary<string, MethodInfo> FindRows()
    {
        var rows = new Dictionary<string, MethodInfo>(StringComparer.Ordinal);
        foreach (var type in typeof(Members).Assembly.GetTypes())
        {
            if (!type.IsDefined(typeof(OpcodeRowsAttribute)))
            {
                continue;
            }

            foreach (var method in type.GetMethods(Any))
            {
                if (method.GetCustomAttribute<OpcodeAttribute>() is { } attribute)
                {
                    rows.Add(attribute.Name, method);
                }
            }
        }

        return rows;
    }

    private static FieldInfo Field<T>(string name) => typeof(T).GetField(name, Any) ?? throw new InvalidOperationException($"no field {name}");

    private static MethodInfo Method<T>(string name) => typeof(T).GetMethod(name, Any) ?? throw new InvalidOperationException($"no method {name}");

    private static ConstructorInfo Constructor<T>(params Type[] parameters) => typeof(T).GetConstructor(Any, parameters) ?? throw new InvalidOperationException("no constructor");
}

/// <summary>What emitted code calls that is no part of the machine.</summary>
internal static class Helpers
{
    /// <summary>How many fields records of a type have.</summary>
    internal static int FieldsOfType(RecordType type) => type.Fields.Length;

    /// <summary>A code point of a string, at an index below its length, that may be wider than a byte.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int WideItem(Text text, int index) => text[index];

    /// <summary>Whether a product of two integers needs more than 64 bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool MultiplyOverflows(long left, long right)
    {
        long high = Math.BigMul(left, right, out long low);
        return high != low >> 63;
    }

    /// <summary>Whether the product of two integers is certain to fit 64 bits, at a glance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Multiply(long left, long right) => left == (int)left && right == (int)right;
}

/// <summary>Values one after the other, as primitives of many arguments want them.</summary>
[InlineArray(Length)]
internal struct ValueRun
{
    internal const int Length = 16;
    private Value _first;
}

/// <summary>The same, for few of them.</summary>
[InlineArray(Length)]
internal struct SmallValueRun
{
    internal const int Length = 4;
    private Value _first;
}

/// <summary>The same, for two.</summary>
[InlineArray(Length)]
internal struct TwoValues
{
    internal const int Length = 2;
    private Value _first;
}
