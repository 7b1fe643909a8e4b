namespace Ouro.Python.Values;

/// <summary>What goes wrong in an algorithm, before it is an exception object.</summary>
/// <param name="Type">Name of the built-in exception type, or of one that a module defines (<c>struct.error</c>, <c>binascii.Error</c>).</param>
/// <param name="Message">The message in CPython's words; empty for an exception without arguments.</param>
internal record ValueError(string Type, string Message);

/// <summary>A UnicodeDecodeError, UnicodeEncodeError or UnicodeTranslateError, whose arguments the exception object keeps.</summary>
/// <param name="Type">Name of the exception type.</param>
/// <param name="Message">The message in CPython's words.</param>
/// <param name="Encoding">Name of the codec as it names itself.</param>
/// <param name="Start">Index of the first element that is wrong.</param>
/// <param name="End">Index after the last one.</param>
/// <param name="Reason">Why, in CPython's words.</param>
internal sealed record UnicodeValueError(string Type, string Message, string Encoding, int Start, int End, string Reason) : ValueError(Type, Message);
