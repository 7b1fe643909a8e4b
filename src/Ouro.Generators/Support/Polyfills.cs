// What the compiler asks for when it compiles records for netstandard2.0.

namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
