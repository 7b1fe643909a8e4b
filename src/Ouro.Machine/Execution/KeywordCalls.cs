// Calls with keyword arguments: the last arguments have names, in a vector, and go to the parameters of those names.
// Only closures have such parameters.

using System.Runtime.CompilerServices;
using System.Text;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    [RunsGuestCode]
    internal unsafe Flow CallKeywords(ref Value registers, int* ip, int area, int count, Vector names)
    {
        if (names.Items.Length == 0)
        {
            return CallSlow(ref registers, ip, area, count);
        }

        SavePc(ref registers, ip);
        Value procedure = Slot(Base + area + 1);
        Slot(Base + area + 1).Bits = area + 2;
        return Drive(EnterWithKeywords(Base + area + 2, count, names, procedure));
    }

    [RunsGuestCode]
    internal unsafe Flow TailKeywords(ref Value registers, int* ip, int area, int count, Vector names)
    {
        if (names.Items.Length == 0)
        {
            return TailCallSlow(ref registers, ip, area, count);
        }

        SavePc(ref registers, ip);
        var slots = Segment.Slots;
        Value procedure = slots[Base + area + 1];

        // A call that fails does so before the activation that makes it is gone.
        if (procedure.Ref is not Closure closure)
        {
            return Signal(NoKeywordsFor(procedure, names));
        }

        if (!closure.Code.Parts.Parameters.TakesPositional(count - names.Items.Length))
        {
            return Signal(WrongCount(closure.Code, count - names.Items.Length));
        }

        if (!TakesKeywords(closure.Code, names))
        {
            return Flow.Signal;
        }

        slots[Base - 1].Ref = procedure.Ref;
        slots[Base - 1].Bits |= Segment.TailCallMark;
        Array.Copy(slots, Base + area + 2, slots, Base, count);
        return Drive(EnterWithKeywords(Base, count, names, procedure));
    }

    /// <summary>For a native activation: a call in its place, whose last arguments have names.</summary>
    [RunsGuestCode]
    internal Flow NativeTailCallKeywords(Value procedure, Vector names, scoped ReadOnlySpan<Value> arguments)
    {
        var flow = NativeTailCall(procedure, arguments);
        return flow == Flow.Enter && names.Items.Length > 0 ? EnterWithKeywords(_calleeBase, _calleeCount, names, procedure) : flow;
    }

    [RunsGuestCode]
    private Flow EnterWithKeywords(int frameBase, int count, Vector names, Value procedure)
    {
        if (procedure.Ref is not Closure closure)
        {
            return FailCall(frameBase, count, NoKeywordsFor(procedure, names));
        }

        var code = closure.Code;
        if (code.ExactArity == -2 && !PrepareCode(closure, ref code))
        {
            return FailKeywordCall(frameBase, count, names);
        }

        int room = EnsureRoom(frameBase, count, Math.Max(code.FrameSize, count));
        if (room < 0)
        {
            return FailKeywordCall(frameBase, count, names);
        }

        frameBase = room;
        if (!BindArguments(code, frameBase, count, names))
        {
            return FailKeywordCall(frameBase, count, names);
        }

        return EnterCode(code, closure, frameBase);
    }

    /// <summary>As <see cref="FailCall"/>. After a limit the call is made again, so what is left of it keeps the names.</summary>
    private Flow FailKeywordCall(int frameBase, int count, Vector names)
    {
        var flow = FailCall(frameBase, count, Value.Signal);
        if (Pending == PendingSignal.Stop)
        {
            Slot(frameBase - 2).Ref = _failedCall.WithKeywords(names);
        }

        return flow;
    }

    private Value NoKeywordsFor(Value procedure, Vector names)
    {
        if (procedure.Ref is not Procedure callee)
        {
            return Fail(ConditionKind.NotAProcedure, "not a procedure:", procedure);
        }

        return Fail(ConditionKind.WrongArgumentCount, $"{callee.DisplayName ?? "this procedure"} takes no keyword arguments, got #:{NameOf(names.Items[0])}");
    }

    /// <summary>Whether each name is that of a keyword parameter, and there once.</summary>
    /// <returns>False with a pending raise, or after a limit was reached.</returns>
    private bool TakesKeywords(CodeObject code, Vector names)
    {
        var keywords = code.Parts.Parameters.Keywords;
        if (!ChargeTicks((long)names.Items.Length * (keywords.Length + names.Items.Length) >> 4))
        {
            return false;
        }

        for (int i = 0; i < names.Items.Length; i++)
        {
            if (Array.IndexOf(keywords, names.Items[i].Ref as Symbol) < 0)
            {
                _ = Fail(ConditionKind.WrongArgumentCount, $"{NameOf(code)} has no keyword parameter #:{NameOf(names.Items[i])}; {InWords(keywords)}");
                return false;
            }

            for (int j = 0; j < i; j++)
            {
                if (names.Items[j].Ref == names.Items[i].Ref)
                {
                    _ = Fail(ConditionKind.WrongArgumentCount, $"{NameOf(code)} got the keyword argument #:{NameOf(names.Items[i])} twice");
                    return false;
                }
            }
        }

        return true;
    }

    private static string NameOf(Value symbol) => (symbol.Ref as Symbol)?.Name ?? "?";

    private static string InWords(Symbol[] keywords)
    {
        if (keywords.Length == 0)
        {
            return "it has none";
        }

        var text = new StringBuilder("it has");
        for (int i = 0; i < keywords.Length && i < 20; i++)
        {
            _ = text.Append(i == 0 ? " #:" : ", #:").Append(keywords[i].Name);
        }

        return text.Append(keywords.Length > 20 ? ", ..." : "").ToString();
    }
}
