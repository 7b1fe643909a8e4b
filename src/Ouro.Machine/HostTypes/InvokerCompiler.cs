// Emits what a call site does when it knows the method and what kinds of values come: tests and conversions of the arguments,
// the call, and the guest value of the result. Each test that fails leaves with Absent before anything was done.

using System.Reflection;
using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>Compiles one way of a call site.</summary>
internal sealed class InvokerCompiler
{
    private readonly HostBridge _bridge;
    private readonly ILGenerator _il;
    private readonly Label _miss;
    private readonly bool _isOnlyOne;
    private readonly List<object?> _constants = [];

    private InvokerCompiler(HostBridge bridge, ILGenerator il, bool isOnlyOne)
    {
        _bridge = bridge;
        _il = il;
        _miss = il.DefineLabel();
        _isOnlyOne = isOnlyOne;
    }

    /// <summary>Compiles, or gives null for what is left to reflection.</summary>
    /// <param name="bridge">The machine's bridge.</param>
    /// <param name="candidate">The method.</param>
    /// <param name="values">Target and arguments of the call for which it was chosen.</param>
    /// <param name="isOnlyOne">No other method could be meant, whatever the arguments are.</param>
    internal static Invoker? Compile(HostBridge bridge, Candidate candidate, Value[] values, bool isOnlyOne)
    {
        for (int i = 1; i < values.Length; i++)
        {
            // Among several methods the choice depends on more than the class of these.
            if (!isOnlyOne && (values[i].Ref is Pair or Vector or Procedure or Symbol or HostCast || values[i].IsEmptyList))
            {
                return null;
            }
        }

        // Defaults and arrays of further arguments are left to reflection, except where there is nothing to convert.
        foreach (var part in candidate.Plan)
        {
            if (part.Source == ArgumentSource.Rest)
            {
                return null;
            }
        }

        if (values[0].Ref is HostCast or HostNull or Pair or Vector or Symbol || candidate.Method.DeclaringType is null)
        {
            return null;
        }

        var method = new DynamicMethod("host call", typeof(Value), [typeof(InvokerConstants), typeof(VirtualMachine), typeof(Value).MakeByRefType(), typeof(int)], typeof(InvokerConstants), skipVisibility: true);
        var compiler = new InvokerCompiler(bridge, method.GetILGenerator(), isOnlyOne);
        compiler.Emit(candidate, values);
        return method.CreateDelegate<Invoker>(new InvokerConstants(bridge, [.. compiler._constants]));
    }

    private void Emit(Candidate candidate, Value[] values)
    {
        _il.Emit(OpCodes.Ldarg_3);
        _il.Emit(OpCodes.Ldc_I4, values.Length);
        _il.Emit(OpCodes.Bne_Un, _miss);

        var target = EmitTarget(candidate, values[0]);
        var locals = new LocalBuilder[candidate.Parameters.Length];
        for (int i = 0; i < locals.Length; i++)
        {
            var type = Candidate.TypeOf(candidate.Parameters[i]);
            locals[i] = _il.DeclareLocal(type);
            switch (candidate.Plan[i].Source)
            {
                case ArgumentSource.Given:
                    EmitArgument(candidate.Plan[i].Index + 1, values[candidate.Plan[i].Index + 1], type, locals[i]);
                    break;
                case ArgumentSource.Default when CallSite.Default(candidate.Parameters[i], type) is { } content:
                    EmitConstant(content);
                    _il.Emit(OpCodes.Unbox_Any, type);
                    _il.Emit(OpCodes.Stloc, locals[i]);
                    break;
            }
        }

        EmitCall(candidate, target, locals);
        EmitResult(candidate, locals);
        _il.Emit(OpCodes.Ret);
        _il.MarkLabel(_miss);
        _il.Emit(OpCodes.Call, typeof(Value).GetProperty(nameof(Value.Absent))!.GetMethod!);
        _il.Emit(OpCodes.Ret);
    }

    /// <summary>Tests the target.</summary>
    /// <returns>Where the target is, or null for none.</returns>
    private LocalBuilder? EmitTarget(Candidate candidate, in Value sample)
    {
        if (candidate.Method.IsStatic || candidate.Method.IsConstructor)
        {
            EmitAddress(0);
            EmitConstant(sample.Ref);
            EmitHelper(nameof(HostArguments.IsObject));
            _il.Emit(OpCodes.Brfalse, _miss);
            return null;
        }

        if (sample.Ref is HostType type)
        {
            EmitAddress(0);
            EmitConstant(type);
            EmitHelper(nameof(HostArguments.IsObject));
            _il.Emit(OpCodes.Brfalse, _miss);
            var itself = _il.DeclareLocal(typeof(Type));
            EmitConstant(type.Type);
            _il.Emit(OpCodes.Castclass, typeof(Type));
            _il.Emit(OpCodes.Stloc, itself);
            return itself;
        }

        var natural = HostConversion.ToObject(sample)!.GetType();
        if (ReferenceEquals(HostConversion.ToObject(sample), sample.Ref))
        {
            var local = _il.DeclareLocal(natural.IsValueType ? typeof(object) : natural);
            EmitReferenceOfClass(0, natural);
            _il.Emit(OpCodes.Stloc, local);
            return local;
        }

        var converted = _il.DeclareLocal(natural);
        EmitArgument(0, sample, natural, converted);
        return converted;
    }

    /// <summary>Leaves the object of an argument, which must be of exactly that class.</summary>
    private void EmitReferenceOfClass(int index, Type type)
    {
        var right = _il.DefineLabel();
        EmitAddress(index);
        _il.Emit(OpCodes.Ldtoken, type);
        _il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        EmitHelper(nameof(HostArguments.OfClass));
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Brtrue, right);
        _il.Emit(OpCodes.Pop);
        _il.Emit(OpCodes.Br, _miss);
        _il.MarkLabel(right);
    }

    private void EmitArgument(int index, in Value sample, Type type, LocalBuilder local)
    {
        if (QuickWay(sample, type) is { } helper)
        {
            EmitAddress(index);
            _il.Emit(OpCodes.Ldloca, local);
            EmitHelper(helper);
            _il.Emit(OpCodes.Brfalse, _miss);
            return;
        }

        if (sample.Ref is not (null or Type) && type != typeof(object) && ReferenceEquals(HostConversion.ToObject(sample), sample.Ref) && type.IsInstanceOfType(sample.Ref))
        {
            if (_isOnlyOne && !type.IsValueType)
            {
                EmitReferenceOfAny(index, type);
            }
            else
            {
                EmitReferenceOfClass(index, sample.Ref.GetType());
                if (type.IsValueType)
                {
                    _il.Emit(OpCodes.Unbox_Any, type);
                }
            }

            _il.Emit(OpCodes.Stloc, local);
            return;
        }

        var content = _il.DeclareLocal(typeof(object));
        _il.Emit(OpCodes.Ldarg_0);
        EmitAddress(index);
        _il.Emit(OpCodes.Ldtoken, type);
        _il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        if (_isOnlyOne && index > 0)
        {
            // Any shape will do: the constants themselves are the shape of nothing.
            _il.Emit(OpCodes.Ldarg_0);
        }
        else
        {
            EmitConstant(HostArguments.Shape(sample));
        }

        _il.Emit(OpCodes.Ldloca, content);
        EmitHelper(nameof(HostArguments.General));
        _il.Emit(OpCodes.Brfalse, _miss);
        _il.Emit(OpCodes.Ldloc, content);
        _il.Emit(OpCodes.Unbox_Any, type);
        _il.Emit(OpCodes.Stloc, local);
    }

    private void EmitReferenceOfAny(int index, Type type)
    {
        var right = _il.DefineLabel();
        EmitAddress(index);
        EmitHelper(nameof(HostArguments.Reference));
        _il.Emit(OpCodes.Isinst, type);
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Brtrue, right);
        _il.Emit(OpCodes.Pop);
        _il.Emit(OpCodes.Br, _miss);
        _il.MarkLabel(right);
    }

    private static string? QuickWay(in Value sample, Type type) =>
        sample.IsFixnum ? type == typeof(long) ? nameof(HostArguments.Long) : type == typeof(int) ? nameof(HostArguments.Int) : type == typeof(double) ? nameof(HostArguments.DoubleOfInteger) : null
        : sample.IsFlonum && type == typeof(double) ? nameof(HostArguments.Double)
        : sample.IsBoolean && type == typeof(bool) ? nameof(HostArguments.Boolean)
        : sample.IsCharacter && type == typeof(char) ? nameof(HostArguments.Char)
        : sample.Ref is Text && type == typeof(string) ? nameof(HostArguments.String) : null;

    private void EmitCall(Candidate candidate, LocalBuilder? target, LocalBuilder[] locals)
    {
        var declaring = candidate.Method.DeclaringType!;
        bool isConstrained = false;
        if (target is not null)
        {
            if (target.LocalType.IsValueType)
            {
                _il.Emit(OpCodes.Ldloca, target);
                isConstrained = true;
            }
            else if (target.LocalType == typeof(object) && declaring.IsValueType)
            {
                _il.Emit(OpCodes.Ldloc, target);
                _il.Emit(OpCodes.Unbox, declaring);
            }
            else
            {
                _il.Emit(OpCodes.Ldloc, target);
            }
        }

        for (int i = 0; i < locals.Length; i++)
        {
            _il.Emit(candidate.Parameters[i].ParameterType.IsByRef ? OpCodes.Ldloca : OpCodes.Ldloc, locals[i]);
        }

        switch (candidate.Method)
        {
            case ConstructorInfo constructor:
                _il.Emit(OpCodes.Newobj, constructor);
                break;
            case MethodInfo method when method.IsStatic || (declaring.IsValueType && !isConstrained):
                _il.Emit(OpCodes.Call, method);
                break;
            case MethodInfo method:
                if (isConstrained)
                {
                    _il.Emit(OpCodes.Constrained, target!.LocalType);
                }

                _il.Emit(OpCodes.Callvirt, method);
                break;
        }
    }

    private void EmitResult(Candidate candidate, LocalBuilder[] locals)
    {
        var returned = candidate.Method is MethodInfo method ? method.ReturnType : candidate.Method.DeclaringType!;
        int count = candidate.Parameters.Count(Candidate.ComesBack);
        if (count == 0)
        {
            if (returned == typeof(void))
            {
                _il.Emit(OpCodes.Call, typeof(Value).GetProperty(nameof(Value.Unspecified))!.GetMethod!);
            }
            else
            {
                var content = _il.DeclareLocal(returned);
                _il.Emit(OpCodes.Stloc, content);
                EmitValue(content);
            }

            return;
        }

        LocalBuilder? result = null;
        if (returned != typeof(void))
        {
            result = _il.DeclareLocal(returned);
            _il.Emit(OpCodes.Stloc, result);
        }

        var back = new List<LocalBuilder>();
        if (result is not null)
        {
            back.Add(result);
        }

        for (int i = 0; i < locals.Length; i++)
        {
            if (Candidate.ComesBack(candidate.Parameters[i]))
            {
                back.Add(locals[i]);
            }
        }

        _il.Emit(OpCodes.Ldc_I4, back.Count);
        _il.Emit(OpCodes.Newarr, typeof(Value));
        for (int i = 0; i < back.Count; i++)
        {
            _il.Emit(OpCodes.Dup);
            _il.Emit(OpCodes.Ldc_I4, i);
            EmitValue(back[i]);
            _il.Emit(OpCodes.Stelem, typeof(Value));
        }

        EmitHelper(nameof(HostArguments.Pack));
    }

    /// <summary>Leaves the guest value of a local, charged for.</summary>
    private void EmitValue(LocalBuilder content)
    {
        bool isCharged = !content.LocalType.IsPrimitive;
        if (isCharged)
        {
            _il.Emit(OpCodes.Ldarg_1);
        }

        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldloc, content);
        _il.Emit(OpCodes.Call, Helper(nameof(HostArguments.From)).MakeGenericMethod(content.LocalType));
        if (isCharged)
        {
            EmitHelper(nameof(HostArguments.Charged));
        }
    }

    private void EmitAddress(int index)
    {
        _il.Emit(OpCodes.Ldarg_2);
        if (index > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, index);
            _il.Emit(OpCodes.Call, typeof(PrimitiveArguments).GetMethod(nameof(PrimitiveArguments.At), BindingFlags.Static | BindingFlags.NonPublic)!);
        }
    }

    private void EmitConstant(object? content)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, _constants.Count);
        EmitHelper(nameof(HostArguments.Constant));
        _constants.Add(content);
    }

    private void EmitHelper(string name) => _il.Emit(OpCodes.Call, Helper(name));

    private static MethodInfo Helper(string name) => typeof(HostArguments).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
