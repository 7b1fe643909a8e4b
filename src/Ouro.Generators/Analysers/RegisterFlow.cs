// What holds a reference to registers is followed through the control flow graph of one method:
//
//   holders   ref, in and out parameters and ref locals of type Value; spans of values; a local Value[] that is a
//             segment's slots; ref fields (those of LoopState); a NativeFrame; what the graph captures for later
//   held      the holder refers to registers
//   stale     it did so when guest code may have run; any further use is an error
//
// A call of a [RunsGuestCode] method makes everything held stale, after its arguments were evaluated. Assigning a
// holder makes it held, or neither when what it refers to is no register: an element of another array, a field of
// an object, a local. A parameter by reference is taken to be a register. A NativeFrame finds its registers anew each
// time, so only what ends its step (a marked method of its own, or one that it is given to) makes it stale.
//
// Blocks are visited until nothing changes; where paths meet, what is held or stale on one of them is.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Ouro.Generators.Support;

namespace Ouro.Generators.Analysers;

/// <summary>Finds uses of references to registers after calls that may have moved them.</summary>
internal sealed class RegisterFlow
{
    private readonly HashSet<(Location, string, string)> _found = [];
    private ImmutableHashSet<object> _held = ImmutableHashSet<object>.Empty;
    private ImmutableDictionary<object, string> _stale = ImmutableDictionary<object, string>.Empty;
    private int _calls;
    private string _lastCall = "";
    private bool _reporting;

    /// <summary>The places of stale uses, with the holder's name and that of the call.</summary>
    internal static IEnumerable<(Location Place, string Name, string Call)> Follow(ControlFlowGraph graph, IMethodSymbol? method)
    {
        var flow = new RegisterFlow();
        flow.Run(graph, method);
        return flow._found.OrderBy(f => f.Item1.SourceSpan.Start);
    }

    private void Run(ControlFlowGraph graph, IMethodSymbol? method)
    {
        int count = graph.Blocks.Length;
        var held = new ImmutableHashSet<object>?[count];
        var stale = new ImmutableDictionary<object, string>[count];
        IEnumerable<ISymbol> parameters = method?.Parameters.Where(p => IsHolder(p.RefKind, p.Type, isLocal: false)) ?? [];
        held[0] = [.. parameters, .. graph.Blocks.SelectMany(Operations).SelectMany(o => o.DescendantsAndSelf()).OfType<IFieldReferenceOperation>().Select(Holder).OfType<ISymbol>()];
        stale[0] = _stale;
        var waiting = new Queue<int>([0]);
        while (waiting.Count > 0)
        {
            BasicBlock block = graph.Blocks[waiting.Dequeue()];
            Visit(block, held[block.Ordinal]!, stale[block.Ordinal]);
            foreach (int next in Successors(graph, block))
            {
                if (held[next] is not { } before)
                {
                    (held[next], stale[next]) = (_held, _stale);
                    waiting.Enqueue(next);
                    continue;
                }

                ImmutableHashSet<object> union = before.Union(_held);
                ImmutableDictionary<object, string> merged = stale[next].AddRange(_stale.Where(s => !stale[next].ContainsKey(s.Key)));
                if (union.Count != before.Count || merged.Count != stale[next].Count)
                {
                    (held[next], stale[next]) = (union, merged);
                    waiting.Enqueue(next);
                }
            }
        }

        _reporting = true;
        for (int i = 0; i < count; i++)
        {
            if (held[i] is { } reached)
            {
                Visit(graph.Blocks[i], reached, stale[i]);
            }
        }
    }

    private void Visit(BasicBlock block, ImmutableHashSet<object> held, ImmutableDictionary<object, string> stale)
    {
        (_held, _stale) = (held, stale);
        foreach (IOperation operation in Operations(block))
        {
            Visit(operation);
        }
    }

    /// <summary>What a block computes, in order.</summary>
    internal static IEnumerable<IOperation> Operations(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations;

    /// <summary>Where control may go: by a branch, through finally blocks, and from anywhere in a try region to its handlers.</summary>
    private static IEnumerable<int> Successors(ControlFlowGraph graph, BasicBlock block)
    {
        foreach (ControlFlowBranch? branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
        {
            foreach (ControlFlowRegion left in branch?.FinallyRegions ?? [])
            {
                yield return left.FirstBlockOrdinal;
            }

            if (branch?.Destination is { } destination)
            {
                yield return destination.Ordinal;
            }
        }

        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try)
            {
                foreach (ControlFlowRegion handler in region.EnclosingRegion!.NestedRegions)
                {
                    if (handler != region)
                    {
                        yield return handler.FirstBlockOrdinal;
                    }
                }
            }
        }
    }

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment:
                VisitAssignment(assignment);
                return;
            case IPropertyReferenceOperation { Property.Name: "Length" or "IsEmpty", Instance: ILocalReferenceOperation or IParameterReferenceOperation }:
                return;
            case IFlowCaptureOperation capture:
                Visit(capture.Value);
                Assign(capture.Id, IsRegisters(capture.Value));
                return;
            case IFlowCaptureReferenceOperation reference:
                if (operation.Parent is IAssignmentOperation { Target: var target } && target == operation
                    || operation.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None } || IsSpan(operation.Type) || IsEnumerator(operation.Type))
                {
                    Use(reference.Id, operation);
                }

                return;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            Visit(child);
        }

        switch (operation)
        {
            case IInvocationOperation call when StaleRegistersAnalyser.RunsGuestCode(call.TargetMethod):
                Move(call);
                break;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation:
                if (Holder(operation) is { } holder)
                {
                    Use(holder, operation);
                }

                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref, Value: ILocalReferenceOperation { Local.RefKind: RefKind.None } argument } when Holder(argument) is { } assigned:
                Assign(assigned, registers: true);
                break;
        }
    }

    private void VisitAssignment(ISimpleAssignmentOperation assignment)
    {
        object? holder = Holder(assignment.Target);
        if (holder is not null && (assignment.IsRef || IsSpan(assignment.Target.Type) || assignment.Target.Type is IArrayTypeSymbol))
        {
            Visit(assignment.Value);
            Assign(holder, IsRegisters(assignment.Value));
            return;
        }

        // The place that is assigned is found before the value is computed.
        bool registers = IsRegisters(assignment.Target);
        Visit(assignment.Target);
        int before = _calls;
        Visit(assignment.Value);
        if (_calls != before && registers)
        {
            Report(assignment.Target, _lastCall);
        }
    }

    /// <summary>A call after which registers may be elsewhere.</summary>
    private void Move(IInvocationOperation call)
    {
        _calls++;
        _lastCall = call.TargetMethod.Name;
        foreach (object holder in _held)
        {
            if (!IsFrame(holder))
            {
                MakeStale(holder);
            }
        }

        foreach (IOperation? operand in call.Arguments.Select(a => a.Value).Append(call.Instance))
        {
            if (operand is not null && Holder(operand) is { } frame && IsFrame(frame))
            {
                MakeStale(frame);
            }
        }
    }

    private void MakeStale(object holder) => _stale = _stale.SetItem(holder, _lastCall);

    private void Assign(object holder, bool registers)
    {
        _stale = _stale.Remove(holder);
        _held = registers ? _held.Add(holder) : _held.Remove(holder);
    }

    private void Use(object holder, IOperation place)
    {
        if (_stale.TryGetValue(holder, out string? call))
        {
            Report(place, call);
        }
    }

    private void Report(IOperation place, string call)
    {
        if (_reporting)
        {
            _found.Add((place.Syntax.GetLocation(), place.Syntax.ToString(), call));
        }
    }

    /// <summary>What an operand names that can refer to registers, or null.</summary>
    private static object? Holder(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: var local } => IsHolder(local.RefKind, local.Type, isLocal: true) ? local : null,
        IParameterReferenceOperation { Parameter: var parameter } => IsHolder(parameter.RefKind, parameter.Type, isLocal: false) ? parameter : null,
        IFieldReferenceOperation { Field: { RefKind: not RefKind.None } field } => Rules.IsValue(field.Type) ? field : null,
        IFlowCaptureReferenceOperation reference => reference.Id,
        _ => null,
    };

    private static bool IsHolder(RefKind kind, ITypeSymbol type, bool isLocal) =>
        IsFrame(type) || IsSpan(type) || (kind != RefKind.None && Rules.IsValue(type)) || (isLocal && type is IArrayTypeSymbol { ElementType: var element } && Rules.IsValue(element));

    private static bool IsFrame(object holder) => holder switch
    {
        ITypeSymbol type => type.Name == "NativeFrame" && type.FullName() == SymbolFacts.NativeFrame,
        IParameterSymbol parameter => IsFrame(parameter.Type),
        ILocalSymbol local => IsFrame(local.Type),
        _ => false,
    };

    private static bool IsSpan(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments.Length: 1 } span && Rules.IsValue(span.TypeArguments[0]);

    private static bool IsEnumerator(ITypeSymbol? type) => type is { Name: "Enumerator", ContainingType: { } span } && IsSpan(span);

    /// <summary>Whether a place, a span or an array is, as far as one can see, registers.</summary>
    private bool IsRegisters(IOperation? operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation:
                return Holder(operation) is { } holder && (_held.Contains(holder) || _stale.ContainsKey(holder));
            case IArrayElementReferenceOperation element:
                return IsRegisters(element.ArrayReference);
            case IFieldReferenceOperation { Field: var field } access:
                return field.RefKind != RefKind.None || IsSlots(field) || (Rules.IsValue(field.ContainingType) && IsRegisters(access.Instance));
            case IPropertyReferenceOperation property:
                return IsSlots(property.Property)
                    || (GivesReference(property.Property.RefKind, property.Type) && (!InSystem(property.Property) || IsRegisters(property.Instance)));
            case IInvocationOperation call:
                return (GivesReference(call.TargetMethod.RefKind, call.Type) || IsEnumerator(call.Type))
                    && (!InSystem(call.TargetMethod) || IsRegisters(call.Instance) || call.Arguments.Any(a => IsRegisters(a.Value)));
            case IObjectCreationOperation creation:
                return IsSpan(creation.Type) && creation.Arguments.Any(a => IsRegisters(a.Value));
            case IImplicitIndexerReferenceOperation part:
                return IsRegisters(part.Instance);
            case IConversionOperation conversion:
                return IsRegisters(conversion.Operand);
            default:
                return false;
        }
    }

    private static bool GivesReference(RefKind kind, ITypeSymbol? type) => kind != RefKind.None || IsSpan(type);

    private static bool IsSlots(ISymbol member) => member is { Name: "Slots", ContainingType.Name: "Segment" };

    private static bool InSystem(ISymbol member)
    {
        INamespaceSymbol? space = member.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == "System";
    }
}
