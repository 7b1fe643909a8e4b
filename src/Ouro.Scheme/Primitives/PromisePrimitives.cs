using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>The state of promises; <c>force</c>, which runs their procedures, is in the library.</summary>
[PrimitiveGroup]
internal static partial class PromisePrimitives
{
    private const int PromiseSize = 72;

    /// <summary>Whether the object is a promise.</summary>
    [Primitive("promise?")]
    internal static bool IsPromise(Value candidate) => candidate.AsObject is Promise;

    /// <summary>A promise that already has its value; a promise is returned as it is.</summary>
    [Primitive("make-promise", Effects = Effects.Allocate)]
    internal static Value MakePromise(VirtualMachine machine, Value content) =>
        content.AsObject is Promise ? content : Make(machine, PromiseStage.Forced, content);

    /// <summary>A promise of what the procedure of no arguments will give: what delay makes.</summary>
    [Primitive("make-delayed-promise", Effects = Effects.Allocate)]
    internal static Value MakeDelayedPromise(VirtualMachine machine, Procedure procedure) => Make(machine, PromiseStage.Delayed, Value.Object(procedure));

    /// <summary>A promise whose value is that of the promise which the procedure of no arguments will give: what delay-force makes.</summary>
    [Primitive("make-lazy-promise", Effects = Effects.Allocate)]
    internal static Value MakeLazyPromise(VirtualMachine machine, Procedure procedure) => Make(machine, PromiseStage.Lazy, Value.Object(procedure));

    /// <summary>Whether the promise has its value.</summary>
    [Primitive("promise-forced?", Effects = Effects.ReadBox)]
    internal static bool IsForced(Promise promise) => promise.State.Stage == PromiseStage.Forced;

    /// <summary>Whether the procedure of the promise, which has no value yet, gives another promise.</summary>
    [Primitive("promise-lazy?", Effects = Effects.ReadBox)]
    internal static bool IsLazy(Promise promise) => promise.State.Stage == PromiseStage.Lazy;

    /// <summary>The value of a promise that has one, the procedure of one that has not.</summary>
    [Primitive("promise-content", Effects = Effects.ReadBox)]
    internal static Value Content(Promise promise) => promise.State.Content;

    /// <summary>Gives the promise its value.</summary>
    [Primitive("promise-resolve!", Effects = Effects.WriteBox)]
    internal static void Resolve(Promise promise, Value content)
    {
        promise.State.Stage = PromiseStage.Forced;
        promise.State.Content = content;
    }

    /// <summary>Makes a promise that has no value the same as another one: it takes over the other's content, and the two share what becomes of it.</summary>
    [Primitive("promise-follow!", Effects = Effects.ReadBox | Effects.WriteBox)]
    internal static Value Follow(VirtualMachine machine, Promise promise, Value next)
    {
        if (next.AsObject is not Promise other)
        {
            return machine.Raise(Value.Object(new Condition(ConditionKind.WrongType, "the expression must give a promise, got", next) { Operation = "delay-force" }));
        }

        promise.State.Stage = other.State.Stage;
        promise.State.Content = other.State.Content;
        other.State = promise.State;
        return Value.Unspecified;
    }

    private static Value Make(VirtualMachine machine, PromiseStage stage, Value content) =>
        machine.ChargeAllocation(PromiseSize) ? Value.Object(new Promise(stage, content)) : Value.Signal;
}
