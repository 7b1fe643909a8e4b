using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>An operation of a language: gives its first operand, asks for a call of it if it is a procedure, or fails.</summary>
internal sealed class TestOperation : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) => first.Ref is Procedure ? machine.RequestCall(first) : first;

    internal override Value Perform(VirtualMachine machine, in Value first, in Value second) => first.Ref is Procedure ? machine.RequestCall(first, second) : second;

    internal override Value Perform(VirtualMachine machine, ref Value first, int count) => count > 0 ? first : machine.Fail(ConditionKind.Other, "nothing to give");
}
