using System.Security.Cryptography;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>A hash that is being computed: it keeps what it was given, because .NET cannot go on from a copy of a state.</summary>
internal sealed class PyHash(PyType type, string name, HashAlgorithmName algorithm, int blockSize, PyBytes content) : PyObject(type)
{
    internal readonly string Name = name;
    internal readonly HashAlgorithmName Algorithm = algorithm;
    internal readonly int BlockSize = blockSize;
    internal readonly PyBytes Content = content;

    internal byte[] Digest() => CryptographicOperations.HashData(Algorithm, Content.Items);
}

/// <summary>The modules _md5, _sha1, _sha256, _sha512, _sha2: .NET's algorithms.</summary>
internal static class HashModules
{
    /// <summary>What fills one of the modules: the names of its functions.</summary>
    internal static Action<PythonRuntime, PyModule> Filling(params string[] names) => (python, module) =>
    {
        var type = python.Types.MakeIn(module, names[0] == "md5" ? "MD5Type" : names[0].ToUpperInvariant() + "Type", typeof(HashMethods), final: true);
        foreach (string name in names)
        {
            var (algorithm, block) = name switch
            {
                "md5" => (HashAlgorithmName.MD5, 64),
                "sha1" => (HashAlgorithmName.SHA1, 64),
                "sha256" => (HashAlgorithmName.SHA256, 64),
                "sha384" => (HashAlgorithmName.SHA384, 128),
                _ => (HashAlgorithmName.SHA512, 128),
            };
            HostFunction make = (runtime, a) =>
            {
                if (!a[0].IsAbsent && PythonRuntime.Inner(a[0]).Ref is Text)
                {
                    return runtime.TypeError("Strings must be encoded before hashing");
                }

                byte[]? bytes = a[0].IsAbsent ? [] : runtime.BytesArgument(a[0]);
                return bytes is null || !runtime.Machine.ChargeAllocation(500L + bytes.Length) ? Value.Signal
                    : Value.Object(new PyHash(type, name, algorithm, block, new PyBytes(runtime.Types.ByteArray, [.. bytes])));
            };
            module.Set(name, Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature("string=b'', *, usedforsecurity=True"), () => make, null) { ModuleName = module.Name }));
        }
    };
}

/// <summary>The methods of hashes.</summary>
internal static class HashMethods
{
    private static PyHash Self(in Value value) => (PyHash)value.Ref!;

    [PythonFunction("update", "self, obj, /")]
    internal static Value Update(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is Text)
        {
            return python.TypeError("Strings must be encoded before hashing");
        }

        var content = Self(a[0]).Content;
        return python.BytesArgument(a[1]) is { } bytes && content.Splice(python, content.Count, content.Count, bytes) ? Value.Unspecified : Value.Signal;
    }

    [PythonFunction("digest", "self, /")]
    internal static Value Digest(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeTicks(Self(a[0]).Content.Count >> 2) ? Value.Object(new PyBytes(python.Types.Bytes, Self(a[0]).Digest())) : Value.Signal;

    [PythonFunction("hexdigest", "self, /")]
    internal static Value HexDigest(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeTicks(Self(a[0]).Content.Count >> 2) ? python.Str(Convert.ToHexStringLower(Self(a[0]).Digest())) : Value.Signal;

    [PythonFunction("copy", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        return python.Machine.ChargeAllocation(500L + self.Content.Count) ? Value.Object(new PyHash(self.Type, self.Name, self.Algorithm, self.BlockSize, new PyBytes(python.Types.ByteArray, self.Content.Span.ToArray()))) : Value.Signal;
    }

    [PythonFunction("name", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Name);

    [PythonFunction("block_size", Kind = FunctionKind.Getter)]
    internal static Value BlockSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).BlockSize);

    [PythonFunction("digest_size", Kind = FunctionKind.Getter)]
    internal static Value DigestSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(CryptographicOperations.HashData(Self(a[0]).Algorithm, []).Length);

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str($"<{Self(a[0]).Name} _hashlib.HASH object @ {python.Address(a[0])}>");
}
