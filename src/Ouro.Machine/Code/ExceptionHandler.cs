namespace Ouro.Machine.Code;

/// <summary>
/// One row of the exception table: a raise while an instruction in [<see cref="From"/>, <see cref="To"/>) is in progress
/// continues at <see cref="Target"/>. The first row that covers the instruction counts, so inner ranges come first.
/// </summary>
/// <param name="From">First word of the first instruction that is covered.</param>
/// <param name="To">The word after the last instruction that is covered.</param>
/// <param name="Target">Where the handler starts.</param>
/// <param name="Depth">Registers from this one on are lost when the handler is entered.</param>
internal sealed record ExceptionHandler(int From, int To, int Target, int Depth);
