// Arithmetic and comparisons. Operands whose type is not known are guessed to be what a register held when the compilation was asked
// for, else fixnums; where a guess was wrong before, all cases are compiled: fixnums, flonums, and the row's body for the rest.

using System.Reflection.Emit;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

internal sealed partial class MethodCompiler
{
    private enum Guess
    {
        Fixnums,
        Flonums,
        All,
    }

    /// <summary>What to take two operands for.</summary>
    /// <param name="right">-1: a small integer.</param>
    /// <param name="mixed">Whether a fixnum beside a flonum may become one.</param>
    private Guess GuessFor(in Instruction instruction, int left, int right, bool mixed)
    {
        var feedback = _feedback.GetValueOrDefault(instruction.Pc);
        var first = KindOf(left);
        var second = right < 0 ? Hint.Fixnum : KindOf(right);
        if (first == Hint.Other || second == Hint.Other)
        {
            return Guess.All;
        }

        bool isFlonum = first == Hint.Flonum || second == Hint.Flonum;
        bool isMixed = first == Hint.Fixnum || second == Hint.Fixnum;
        if (feedback == OperandFeedback.None)
        {
            if (!isFlonum && (first == Hint.None || second == Hint.None))
            {
                isFlonum = (first == Hint.None && _hints[left] == Hint.Flonum) || (second == Hint.None && _hints[right] == Hint.Flonum);
            }

            return !isFlonum ? Guess.Fixnums : !isMixed || (mixed && right >= 0) ? Guess.Flonums : Guess.All;
        }

        return feedback == OperandFeedback.Flonum && (!isMixed || (mixed && right >= 0)) ? Guess.Flonums : Guess.All;
    }

    private Hint KindOf(int register) => _reps[register] switch
    {
        Rep.Any => Hint.None,
        Rep.Fixnum => Hint.Fixnum,
        Rep.Flonum => Hint.Flonum,
        _ => Hint.Other,
    };

    /// <summary>Makes flonums of operands that are not known to be fixnums.</summary>
    private void GuardFlonums(int left, int right, Label exit)
    {
        if (_reps[left] != Rep.Fixnum)
        {
            GuardFlonum(left, exit);
        }

        if (_reps[right] != Rep.Fixnum)
        {
            GuardFlonum(right, exit);
        }
    }

    private bool EmitArithmetic(in Instruction instruction, OpCode operation)
    {
        int target = instruction["target"];
        int left = instruction["left"];
        int right = instruction["right"];
        bool multiplies = operation == OpCodes.Mul;
        switch (GuessFor(instruction, left, right, mixed: !multiplies))
        {
            case Guess.Fixnums:
                var exit = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
                GuardFixnum(left, exit);
                GuardFixnum(right, exit);
                exit = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
                EmitFixnumOperation(operation, left, right, exit);
                SetFixnum(target);
                return true;
            case Guess.Flonums:
                GuardFlonums(left, right, ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true));
                PushDouble(left);
                PushDouble(right);
                _il.Emit(operation);
                SetFlonum(target);
                return true;
        }

        EmitAllCases(instruction, target, left, right, operation);
        return true;
    }

    /// <summary>The result on the stack, unless it does not fit.</summary>
    private void EmitFixnumOperation(OpCode operation, int left, int right, Label overflow)
    {
        if (operation == OpCodes.Mul)
        {
            // Small factors are certain to fit; for others a method looks.
            var fits = _il.DefineLabel();
            PushBits(left);
            PushBits(right);
            _il.Emit(OpCodes.Call, _members.Multiply);
            _il.Emit(OpCodes.Brtrue, fits);
            PushBits(left);
            PushBits(right);
            _il.Emit(OpCodes.Call, _members.MultiplyOverflows);
            _il.Emit(OpCodes.Brtrue, overflow);
            _il.MarkLabel(fits);
            PushBits(left);
            PushBits(right);
            _il.Emit(OpCodes.Mul);
            return;
        }

        PushBits(left);
        PushBits(right);
        _il.Emit(operation);
        _il.Emit(OpCodes.Stloc, Long);

        // add: (left ^ sum) & (right ^ sum) < 0; subtract: (left ^ right) & (left ^ difference) < 0
        PushBits(left);
        _il.Emit(OpCodes.Ldloc, Long);
        _il.Emit(OpCodes.Xor);
        PushBits(right);
        if (operation == OpCodes.Add)
        {
            _il.Emit(OpCodes.Ldloc, Long);
        }
        else
        {
            PushBits(left);
        }

        _il.Emit(OpCodes.Xor);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Blt, overflow);
        _il.Emit(OpCodes.Ldloc, Long);
    }

    /// <summary>Fixnums here, flonums here, the rest by the row's body.</summary>
    private void EmitAllCases(in Instruction instruction, int target, int left, int right, OpCode operation)
    {
        _testsOnly = true;
        var notFixnums = _il.DefineLabel();
        var slow = _il.DefineLabel();
        var end = _il.DefineLabel();
        Rep[] before = (Rep[])_reps.Clone();
        bool fixnums = MayBe(left, Rep.Fixnum) && MayBe(right, Rep.Fixnum);
        bool flonums = MayBe(left, Rep.Flonum) && MayBe(right, Rep.Flonum);
        if (fixnums)
        {
            GuardFixnum(left, notFixnums);
            GuardFixnum(right, notFixnums);
            EmitFixnumOperation(operation, left, right, slow);
            SetFixnum(target);
            MakeAny(target);
            _il.Emit(OpCodes.Br, end);
        }

        _il.MarkLabel(notFixnums);
        before.CopyTo(_reps, 0);
        if (flonums)
        {
            GuardFlonum(left, slow);
            GuardFlonum(right, slow);
            PushDouble(left);
            PushDouble(right);
            _il.Emit(operation);
            SetFlonum(target);
            MakeAny(target);
            _il.Emit(OpCodes.Br, end);
        }
        else
        {
            _il.Emit(OpCodes.Br, slow);
        }

        before.CopyTo(_reps, 0);
        var rest = instruction;
        Later((Rep[])before.Clone(), () =>
        {
            _il.MarkLabel(slow);
            CallRow(rest);
            _il.Emit(OpCodes.Br, end);
        });
        _il.MarkLabel(end);
        Set(target, Rep.Any);
        _testsOnly = false;
    }

    private bool MayBe(int register, Rep rep) => _reps[register] == Rep.Any || _reps[register] == rep;

    private bool EmitAddImmediate(in Instruction instruction)
    {
        int target = instruction["target"];
        int left = instruction["left"];
        int number = instruction["immediate"];
        switch (GuessFor(instruction, left, -1, mixed: true))
        {
            case Guess.Fixnums:
                GuardFixnum(left, ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true));
                EmitFixnumPlus(left, number, ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true));
                SetFixnum(target);
                return true;
            case Guess.All when _reps[left] == Rep.Flonum:
                PushDouble(left);
                _il.Emit(OpCodes.Ldc_R8, (double)number);
                _il.Emit(OpCodes.Add);
                SetFlonum(target);
                return true;
        }

        var slow = _il.DefineLabel();
        var end = _il.DefineLabel();
        Rep[] before = (Rep[])_reps.Clone();
        if (MayBe(left, Rep.Fixnum))
        {
            GuardFixnum(left, slow);
            EmitFixnumPlus(left, number, slow);
            SetFixnum(target);
            MakeAny(target);
            _il.Emit(OpCodes.Br, end);
        }
        else
        {
            _il.Emit(OpCodes.Br, slow);
        }

        var rest = instruction;
        Later(before, () =>
        {
            _il.MarkLabel(slow);
            CallRow(rest);
            _il.Emit(OpCodes.Br, end);
        });
        before.CopyTo(_reps, 0);
        _il.MarkLabel(end);
        Set(target, Rep.Any);
        return true;
    }

    private void EmitFixnumPlus(int left, int number, Label overflow)
    {
        PushBits(left);
        _il.Emit(OpCodes.Ldc_I8, (long)number);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, Long);
        if (number != 0)
        {
            _il.Emit(OpCodes.Ldloc, Long);
            PushBits(left);
            _il.Emit(number > 0 ? OpCodes.Blt : OpCodes.Bgt, overflow);
        }

        _il.Emit(OpCodes.Ldloc, Long);
    }

    private bool EmitDivide(in Instruction instruction)
    {
        int left = instruction["left"];
        int right = instruction["right"];
        if (GuessFor(instruction, left, right, mixed: false) != Guess.Flonums)
        {
            return CallRow(instruction);
        }

        GuardFlonums(left, right, ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true));
        if (_reps[left] != Rep.Flonum || _reps[right] != Rep.Flonum)
        {
            return CallRow(instruction);
        }

        PushDouble(left);
        PushDouble(right);
        _il.Emit(OpCodes.Div);
        SetFlonum(instruction["target"]);
        return true;
    }

    /// <summary>Integer division by a positive fixnum; all else is the row's.</summary>
    private bool EmitIntegerDivision(in Instruction instruction)
    {
        int target = instruction["target"];
        int left = instruction["left"];
        int right = instruction["right"];
        if (GuessFor(instruction, left, right, mixed: false) != Guess.Fixnums)
        {
            return CallRow(instruction);
        }

        var exit = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
        GuardFixnum(left, exit);
        GuardFixnum(right, exit);
        exit = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
        PushBits(right);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Ble, exit);
        PushBits(left);
        PushBits(right);
        _il.Emit(instruction.Opcode == Opcode.Quotient ? OpCodes.Div : OpCodes.Rem);
        if (instruction.Opcode == Opcode.Modulo)
        {
            // Of a negative remainder: the divisor more.
            _il.Emit(OpCodes.Stloc, Long);
            _il.Emit(OpCodes.Ldloc, Long);
            _il.Emit(OpCodes.Ldloc, Long);
            _il.Emit(OpCodes.Ldc_I4, 63);
            _il.Emit(OpCodes.Shr);
            PushBits(right);
            _il.Emit(OpCodes.And);
            _il.Emit(OpCodes.Add);
        }

        SetFixnum(target);
        return true;
    }

    // ---- comparisons

    /// <summary>The five comparisons, each with what jumps when it holds and when it does not (then also for what is not a number).</summary>
    private static (OpCode Holds, OpCode Fails) Comparison(Opcode opcode) => opcode switch
    {
        Opcode.BranchLess or Opcode.BranchLessImmediate or Opcode.Less => (OpCodes.Blt, OpCodes.Bge_Un),
        Opcode.BranchLessOrEqual or Opcode.LessOrEqual => (OpCodes.Ble, OpCodes.Bgt_Un),
        Opcode.BranchGreater or Opcode.BranchGreaterImmediate or Opcode.Greater => (OpCodes.Bgt, OpCodes.Ble_Un),
        Opcode.BranchGreaterOrEqual or Opcode.GreaterOrEqual => (OpCodes.Bge, OpCodes.Blt_Un),
        _ => (OpCodes.Beq, OpCodes.Bne_Un),
    };

    /// <summary>For integers the unordered jumps compare without sign: these are the signed ones.</summary>
    private static OpCode Signed(OpCode jump) =>
        jump == OpCodes.Bge_Un ? OpCodes.Bge : jump == OpCodes.Bgt_Un ? OpCodes.Bgt : jump == OpCodes.Ble_Un ? OpCodes.Ble : jump == OpCodes.Blt_Un ? OpCodes.Blt : jump;

    private bool EmitBranchComparison(in Instruction instruction, bool immediate)
    {
        int left = instruction["left"];
        int right = immediate ? -1 : instruction["right"];
        int number = immediate ? instruction["right"] : 0;
        bool sense = instruction["sense"] != 0;
        int target = JumpBlock(instruction);
        var (holds, fails) = Comparison(instruction.Opcode);
        switch (GuessFor(instruction, left, right, mixed: false))
        {
            case Guess.Fixnums:
                var exit = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
                GuardFixnum(left, exit);
                if (!immediate)
                {
                    GuardFixnum(right, exit);
                }

                PushBits(left);
                PushBitsOr(right, number);
                _il.Emit(Signed(sense ? holds : fails), LabelFor(target));
                return true;
            case Guess.Flonums:
                GuardFlonums(left, right, ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true));
                PushDouble(left);
                PushDouble(right);
                _il.Emit(sense ? holds : fails, LabelFor(target));
                return true;
            case Guess.All when immediate && _reps[left] == Rep.Flonum:
                PushDouble(left);
                _il.Emit(OpCodes.Ldc_R8, (double)number);
                _il.Emit(sense ? holds : fails, LabelFor(target));
                return true;
        }

        EmitComparisonOfAll(instruction, left, right, number, sense, target, holds, fails);
        return true;
    }

    private void PushBitsOr(int register, int number)
    {
        if (register >= 0)
        {
            PushBits(register);
        }
        else
        {
            _il.Emit(OpCodes.Ldc_I8, (long)number);
        }
    }

    private void EmitComparisonOfAll(in Instruction instruction, int left, int right, int number, bool sense, int target, OpCode holds, OpCode fails)
    {
        _testsOnly = true;
        var jump = LabelFor(target);
        var notFixnums = _il.DefineLabel();
        var slow = _il.DefineLabel();
        var next = _il.DefineLabel();
        Rep[] before = (Rep[])_reps.Clone();
        bool fixnums = MayBe(left, Rep.Fixnum) && (right < 0 || MayBe(right, Rep.Fixnum));
        bool flonums = right >= 0 && MayBe(left, Rep.Flonum) && MayBe(right, Rep.Flonum);
        if (fixnums)
        {
            GuardFixnum(left, notFixnums);
            if (right >= 0)
            {
                GuardFixnum(right, notFixnums);
            }

            PushBits(left);
            PushBitsOr(right, number);
            _il.Emit(Signed(sense ? holds : fails), jump);
            _il.Emit(OpCodes.Br, next);
        }

        _il.MarkLabel(notFixnums);
        before.CopyTo(_reps, 0);
        if (flonums)
        {
            GuardFlonum(left, slow);
            GuardFlonum(right, slow);
            PushDouble(left);
            PushDouble(right);
            _il.Emit(sense ? holds : fails, jump);
            _il.Emit(OpCodes.Br, next);
        }
        else
        {
            _il.Emit(OpCodes.Br, slow);
        }

        before.CopyTo(_reps, 0);
        var test = TestOf(instruction.Opcode);
        var failed = ExitFailed(instruction);
        Later(before, () =>
        {
            _il.MarkLabel(slow);
            FlushTicks();
            _il.Emit(OpCodes.Ldloc, MachineLocal);
            PushCopy(left, 0);
            if (right >= 0)
            {
                PushCopy(right, 1);
            }
            else
            {
                _il.Emit(OpCodes.Ldloca, ValueLocal(1));
                _il.Emit(OpCodes.Dup);
                _il.Emit(OpCodes.Dup);
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Stfld, _members.Ref);
                _il.Emit(OpCodes.Ldc_I8, (long)number);
                _il.Emit(OpCodes.Stfld, _members.Bits);
            }

            _il.Emit(OpCodes.Call, test);
            ReloadTicks();
            var outcome = _il.DeclareLocal(typeof(int));
            _il.Emit(OpCodes.Stloc, outcome);
            _il.Emit(OpCodes.Ldloc, outcome);
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Blt, failed);
            _il.Emit(OpCodes.Ldloc, outcome);
            _il.Emit(sense ? OpCodes.Brtrue : OpCodes.Brfalse, jump);
            _il.Emit(OpCodes.Br, next);
        });
        _il.MarkLabel(next);
        _testsOnly = false;
    }

    private static System.Reflection.MethodInfo TestOf(Opcode opcode) => (opcode switch
    {
        Opcode.BranchLess or Opcode.BranchLessImmediate => (TestMethod)SlowArithmetic.TestLess,
        Opcode.BranchLessOrEqual => SlowArithmetic.TestLessOrEqual,
        Opcode.BranchGreater or Opcode.BranchGreaterImmediate => SlowArithmetic.TestGreater,
        Opcode.BranchGreaterOrEqual => SlowArithmetic.TestGreaterOrEqual,
        _ => SlowArithmetic.TestNumberEqual,
    }).Method;

    private delegate int TestMethod(VirtualMachine machine, in Value left, in Value right);

    /// <summary>A comparison whose outcome is a value.</summary>
    private bool EmitComparison(in Instruction instruction)
    {
        int left = instruction["left"];
        int right = instruction["right"];
        var guess = GuessFor(instruction, left, right, mixed: false);
        if (guess == Guess.All)
        {
            return CallRow(instruction);
        }

        var exit = ExitAt(instruction.Pc, CompiledSignal.Redo, isSpeculation: true);
        var (holds, _) = Comparison(instruction.Opcode);
        var isTrue = _il.DefineLabel();
        if (guess == Guess.Fixnums)
        {
            GuardFixnum(left, exit);
            GuardFixnum(right, exit);
            PushBits(left);
            PushBits(right);
        }
        else
        {
            GuardFlonums(left, right, exit);
            PushDouble(left);
            PushDouble(right);
        }

        _il.Emit(holds, isTrue);
        SetBooleanHere(instruction["target"], isTrue);
        return true;
    }

    /// <summary>A register becomes false here, and true where control comes by the label.</summary>
    private void SetBooleanHere(int target, Label isTrue)
    {
        var end = _il.DefineLabel();
        PushTag(typeof(Tag.FalseTag));
        _il.Emit(OpCodes.Stloc, RefLocal(target));
        _il.Emit(OpCodes.Br, end);
        _il.MarkLabel(isTrue);
        PushTag(typeof(Tag.TrueTag));
        _il.Emit(OpCodes.Stloc, RefLocal(target));
        _il.MarkLabel(end);
        Set(target, Rep.Object);
    }
}
