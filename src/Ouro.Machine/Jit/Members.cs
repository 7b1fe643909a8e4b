using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>The members that emitted code uses, found once.</summary>
internal static class Members
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    internal static readonly FieldInfo Ref = Field<Value>(nameof(Value.Ref));
    internal static readonly FieldInfo Bits = Field<Value>(nameof(Value.Bits));

    internal static readonly FieldInfo Machine = Field<CompiledMethod>(nameof(CompiledMethod.Machine));
    internal static readonly FieldInfo Constants = Field<CompiledMethod>(nameof(CompiledMethod.Constants));

    internal static readonly FieldInfo Near = Field<CompiledMethod>(nameof(CompiledMethod.Near));

    internal static readonly FieldInfo TickSlice = Field<VirtualMachine>(nameof(VirtualMachine.TickSlice));
    internal static readonly FieldInfo AllocationSlice = Field<VirtualMachine>(nameof(VirtualMachine.AllocationSlice));
    internal static readonly FieldInfo ResultBits = Field<VirtualMachine>(nameof(VirtualMachine.ResultBits));
    internal static readonly FieldInfo TailMark = Field<VirtualMachine>(nameof(VirtualMachine.TailMark));
    internal static readonly FieldInfo HostStackLimit = Field<VirtualMachine>(nameof(VirtualMachine.HostStackLimit));
    internal static readonly FieldInfo Signal = Field<VirtualMachine>(nameof(VirtualMachine.CompiledSignal));
    internal static readonly FieldInfo Arguments = Field<VirtualMachine>(nameof(VirtualMachine.Arguments));
    internal static readonly MethodInfo RegistersToContinue = Method<VirtualMachine>(nameof(VirtualMachine.RegistersToContinue));
    internal static readonly MethodInfo BeginReify = Method<VirtualMachine>(nameof(VirtualMachine.BeginReify));
    internal static readonly MethodInfo EndReify = Method<VirtualMachine>(nameof(VirtualMachine.EndReify));
    internal static readonly MethodInfo PollCompiled = Method<VirtualMachine>(nameof(VirtualMachine.PollCompiled));
    internal static readonly MethodInfo PollCompiledCall = Method<VirtualMachine>(nameof(VirtualMachine.PollCompiledCall));
    internal static readonly MethodInfo EnterLater = Method<VirtualMachine>(nameof(VirtualMachine.EnterLater));
    internal static readonly MethodInfo CallUnknown = Method<VirtualMachine>(nameof(VirtualMachine.CallUnknown));
    internal static readonly MethodInfo TailCallUnknown = Method<VirtualMachine>(nameof(VirtualMachine.TailCallUnknown));
    internal static readonly MethodInfo SpreadArguments = Method<VirtualMachine>(nameof(VirtualMachine.SpreadArguments));
    internal static readonly MethodInfo ReturnSeveral = Method<VirtualMachine>(nameof(VirtualMachine.ReturnSeveral));
    internal static readonly MethodInfo TakeFirst = Method<VirtualMachine>(nameof(VirtualMachine.TakeFirst));
    internal static readonly MethodInfo TakeAll = Method<VirtualMachine>(nameof(VirtualMachine.TakeAll));
    internal static readonly MethodInfo ChargeAllocationLate = Method<VirtualMachine>(nameof(VirtualMachine.ChargeAllocationLate));
    internal static readonly MethodInfo ChargeTicks = Method<VirtualMachine>(nameof(VirtualMachine.ChargeTicks));
    internal static readonly MethodInfo IsConstantPair = Method<VirtualMachine>(nameof(VirtualMachine.IsConstantPair));
    internal static readonly MethodInfo UnboundGlobal = Method<VirtualMachine>(nameof(VirtualMachine.UnboundGlobal));
    internal static readonly MethodInfo PackValues = Method<VirtualMachine>(nameof(VirtualMachine.PackValues));
    internal static readonly MethodInfo UnpackValues = Method<VirtualMachine>(nameof(VirtualMachine.UnpackValues));
    internal static readonly MethodInfo ShouldFailGuard = Method<VirtualMachine>(nameof(VirtualMachine.ShouldFailGuard));

    internal static readonly FieldInfo ClosureCode = Field<Closure>(nameof(Closure.Code));
    internal static readonly MethodInfo ClosureVariable = Method<Closure>(nameof(Closure.Variable));
    internal static readonly ConstructorInfo NewClosure = Constructor<Closure>(typeof(CodeObject));
    internal static readonly ConstructorInfo NewWholeClosure = Constructor<Closure>(typeof(CodeObject), typeof(Value[]), typeof(object), typeof(long), typeof(object), typeof(long));
    internal static readonly FieldInfo Entry = Field<CodeObject>(nameof(CodeObject.Entry));
    internal static readonly FieldInfo CompiledArity = Field<CodeObject>(nameof(CodeObject.CompiledArity));
    internal static readonly FieldInfo FreeCount = Field<CodeObject>(nameof(CodeObject.FreeCount));
    internal static readonly MethodInfo InvokeEntry = typeof(CompiledEntry).GetMethod("Invoke")!;

    internal static readonly FieldInfo CellContent = Field<Cell>(nameof(Cell.Content));
    internal static readonly FieldInfo Car = Field<Pair>(nameof(Pair.Car));
    internal static readonly FieldInfo Cdr = Field<Pair>(nameof(Pair.Cdr));
    internal static readonly MethodInfo NewPair = typeof(Helpers).GetMethod(nameof(Helpers.NewPair), Any)!;
    internal static readonly FieldInfo BoxContent = Field<Box>(nameof(Box.Content));
    internal static readonly MethodInfo NewBox = typeof(Helpers).GetMethod(nameof(Helpers.NewBox), Any)!;
    internal static readonly FieldInfo VectorItems = Field<Vector>(nameof(Vector.Items));
    internal static readonly FieldInfo Flags = Field<HeapObject>(nameof(HeapObject.Flags));
    internal static readonly FieldInfo RecordType = Field<Record>(nameof(Record.Type));
    internal static readonly FieldInfo RecordFields = Field<Record>(nameof(Record.Fields));
    internal static readonly ConstructorInfo NewRecord = Constructor<Record>(typeof(RecordType), typeof(Value[]));
    internal static readonly MethodInfo FieldsOfType = typeof(Helpers).GetMethod(nameof(Helpers.FieldsOfType), Any)!;
    internal static readonly FieldInfo TextLength = Field<Text>(nameof(Text.Length));
    internal static readonly MethodInfo TextItem = typeof(Text).GetProperty("Item", Any)!.GetMethod!;
    internal static readonly MethodInfo InvokeN = Method<PrimitiveProcedure>(nameof(PrimitiveProcedure.InvokeN));
    internal static readonly MethodInfo Invoke1 = Method<PrimitiveProcedure>(nameof(PrimitiveProcedure.Invoke1));
    internal static readonly MethodInfo Invoke2 = Method<PrimitiveProcedure>(nameof(PrimitiveProcedure.Invoke2));

    internal static readonly MethodInfo ToDouble = typeof(BitConverter).GetMethod(nameof(BitConverter.Int64BitsToDouble))!;
    internal static readonly MethodInfo ToBits = typeof(BitConverter).GetMethod(nameof(BitConverter.DoubleToInt64Bits))!;
    internal static readonly MethodInfo TypeOfHandle = typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!;
    internal static readonly MethodInfo MultiplyOverflows = typeof(Helpers).GetMethod(nameof(Helpers.MultiplyOverflows), Any)!;
    internal static readonly MethodInfo Multiply = typeof(Helpers).GetMethod(nameof(Helpers.Multiply), Any)!;
    internal static readonly MethodInfo FirstOfArray = typeof(MemoryMarshal).GetMethods(Any)
        .First(method => method is { Name: nameof(MemoryMarshal.GetArrayDataReference), IsGenericMethod: true }).MakeGenericMethod(typeof(Value));

    private static FieldInfo Field<T>(string name) => typeof(T).GetField(name, Any) ?? throw new InvalidOperationException($"no field {name}");

    private static MethodInfo Method<T>(string name) => typeof(T).GetMethod(name, Any) ?? throw new InvalidOperationException($"no method {name}");

    private static ConstructorInfo Constructor<T>(params Type[] parameters) => typeof(T).GetConstructor(Any, parameters) ?? throw new InvalidOperationException("no constructor");
}

/// <summary>What emitted code calls that is no part of the machine.</summary>
internal static class Helpers
{
    /// <summary>How many fields records of a type have.</summary>
    internal static int FieldsOfType(RecordType type) => type.Fields.Length;

    /// <summary>A pair of two values in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Pair NewPair(object? carRef, long carBits, object? cdrRef, long cdrBits) => new(new Value(carRef, carBits), new Value(cdrRef, cdrBits));

    /// <summary>A box of a value in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Box NewBox(object? contentRef, long contentBits) => new(new Value(contentRef, contentBits));

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
