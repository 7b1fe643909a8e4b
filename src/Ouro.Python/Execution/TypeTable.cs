using System.Collections.Immutable;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Execution;

/// <summary>The built-in types of one machine.</summary>
internal sealed class TypeTable
{
    private readonly PythonRuntime _python;
    private readonly Dictionary<string, PyType> _exceptions = new(StringComparer.Ordinal);

    internal readonly PyType Type, Object, Int, Bool, Float, Complex, Str, Bytes, ByteArray, MemoryView, List, Tuple, Dict, Set, FrozenSet, Range, Slice, None, Ellipsis, NotImplemented;
    internal readonly PyType Function, BuiltinFunction, MethodDescriptor, Method, Generator, Coroutine, AsyncGenerator, AsyncSend, AsyncThrow, AsyncNextDefault, CoroutineWrapper, Module, Property, StaticMethod, ClassMethod, Super, GetSet, Member, Cell, Code;
    internal readonly PyType GenericAlias, Union;
    internal readonly PyType Traceback, Iterator, MappingProxy, Frame, DictKeys, DictValues, DictItems;
    internal readonly PyType ListIterator, TupleIterator, StrIterator, BytesIterator, RangeIterator, SetIterator, KeyIterator, ValueIterator, ItemIterator, ReversedList, MemoryIterator, CallableIterator;
    internal readonly PyType Enumerate, Zip, Map, Filter, Reversed, Unbound, Scan, Poll, Namespace;
    internal readonly PyType BaseException;

    internal TypeTable(PythonRuntime python)
    {
        _python = python;
        Type = new PyType(python, null, "type", [], Layout.Type, type => Registry.Fill(python, type, typeof(TypeMethods)));
        Type.Type = Type;
        Object = Make("object", typeof(ObjectMethods), Layout.Plain);
        Type.Bases = [Object];
        Type.Order = [Type, Object];
        Object.Bases = [];
        Object.Order = [Object];
        Type.HasDictionary = true;

        Int = Make("int", typeof(IntMethods), Layout.Int);
        Bool = Make("bool", typeof(BoolMethods), Layout.Own, Int, final: true);
        Float = Make("float", typeof(FloatMethods), Layout.Float);
        Complex = Make("complex", typeof(ComplexMethods), Layout.Own);
        Complex.AsksMethods = true;
        Str = Make("str", typeof(StrMethods), Layout.Str);
        Bytes = Make("bytes", typeof(BytesMethods), Layout.Bytes);
        ByteArray = Make("bytearray", typeof(ByteArrayMethods), Layout.Bytes);
        MemoryView = Make("memoryview", typeof(MemoryViewMethods), Layout.Own, final: true);
        MemoryView.AsksMethods = true;
        List = Make("list", typeof(ListMethods), Layout.List);
        Tuple = Make("tuple", typeof(TupleMethods), Layout.Tuple);
        Dict = Make("dict", typeof(DictMethods), Layout.Dict);
        Set = Make("set", typeof(SetMethods), Layout.Set);
        FrozenSet = Make("frozenset", typeof(FrozenSetMethods), Layout.Set);
        Range = Make("range", typeof(RangeMethods), Layout.Own, final: true);
        Slice = Make("slice", typeof(SliceMethods), Layout.Own, final: true);
        None = Make("NoneType", typeof(NoneMethods), Layout.Own, final: true);
        Ellipsis = Make("ellipsis", typeof(SingletonMethods), Layout.Own, final: true);
        NotImplemented = Make("NotImplementedType", typeof(SingletonMethods), Layout.Own, final: true);
        Function = Make("function", typeof(FunctionMethods), Layout.Own, final: true);
        BuiltinFunction = Make("builtin_function_or_method", typeof(BuiltinFunctionMethods), Layout.Own, final: true);
        MethodDescriptor = Make("method_descriptor", typeof(BuiltinFunctionMethods), Layout.Own, final: true);
        Method = Make("method", typeof(MethodMethods), Layout.Own, final: true);
        Generator = Make("generator", typeof(GeneratorMethods), Layout.Own, final: true);
        Coroutine = Make("coroutine", typeof(CoroutineMethods), Layout.Own, final: true);
        AsyncGenerator = Make("async_generator", typeof(AsyncGeneratorMethods), Layout.Own, final: true);
        AsyncSend = Make("async_generator_asend", typeof(AsyncStepMethods), Layout.Own, final: true);
        AsyncThrow = Make("async_generator_athrow", typeof(AsyncStepMethods), Layout.Own, final: true);
        AsyncNextDefault = Make("anext_awaitable", typeof(AsyncNextDefaultMethods), Layout.Own, final: true);
        CoroutineWrapper = Make("coroutine_wrapper", typeof(CoroutineWrapperMethods), Layout.Own, final: true);
        Module = Make("module", typeof(ModuleMethods), Layout.Own);
        Property = Make("property", typeof(PropertyMethods), Layout.Own);
        StaticMethod = Make("staticmethod", typeof(StaticMethodMethods), Layout.Own);
        ClassMethod = Make("classmethod", typeof(ClassMethodMethods), Layout.Own);
        Super = Make("super", typeof(SuperMethods), Layout.Own);
        GetSet = Make("getset_descriptor", typeof(DescriptorMethods), Layout.Own, final: true);
        Member = Make("member_descriptor", typeof(DescriptorMethods), Layout.Own, final: true);
        Cell = Make("cell", typeof(CellMethods), Layout.Own, final: true);
        Code = Make("code", typeof(CodeMethods), Layout.Own, final: true);
        Traceback = Make("traceback", typeof(TracebackMethods), Layout.Own, final: true);
        Frame = Make("frame", typeof(FrameMethods), Layout.Own, final: true);
        MappingProxy = Make("mappingproxy", typeof(MappingProxyMethods), Layout.Own, final: true);
        MappingProxy.AsksMethods = true;
        DictKeys = Make("dict_keys", typeof(DictViewMethods), Layout.Own, final: true);
        DictValues = Make("dict_values", typeof(DictViewMethods), Layout.Own, final: true);
        DictItems = Make("dict_items", typeof(DictViewMethods), Layout.Own, final: true);
        Iterator = Make("iterator", typeof(IteratorMethods), Layout.Own, final: true);
        GenericAlias = Make("GenericAlias", typeof(GenericAliasMethods), Layout.Own);
        GenericAlias.ModuleName = "types";
        GenericAlias.AsksMethods = true;
        Union = Make("UnionType", typeof(UnionMethods), Layout.Own, final: true);
        Union.ModuleName = "types";
        Union.AsksMethods = true;
        ListIterator = MakeIterator("list_iterator");
        TupleIterator = MakeIterator("tuple_iterator");
        StrIterator = MakeIterator("str_iterator");
        BytesIterator = MakeIterator("bytes_iterator");
        RangeIterator = MakeIterator("range_iterator");
        SetIterator = MakeIterator("set_iterator");
        KeyIterator = MakeIterator("dict_keyiterator");
        ValueIterator = MakeIterator("dict_valueiterator");
        ItemIterator = MakeIterator("dict_itemiterator");
        ReversedList = MakeIterator("list_reverseiterator");
        CallableIterator = MakeIterator("callable_iterator");
        MemoryIterator = MakeIterator("memory_iterator");
        Enumerate = Make("enumerate", typeof(EnumerateMethods), Layout.Own);
        Zip = Make("zip", typeof(ZipMethods), Layout.Own);
        Map = Make("map", typeof(MapMethods), Layout.Own);
        Filter = Make("filter", typeof(FilterMethods), Layout.Own);
        Reversed = Make("reversed", typeof(ReversedMethods), Layout.Own);
        Unbound = Make("unbound_call", null, Layout.Own, final: true);
        Scan = Make("ScandirIterator", typeof(Modules.ScanMethods), Layout.Own, final: true);
        Scan.ModuleName = "posix";
        Namespace = Make("SimpleNamespace", typeof(NamespaceMethods), Layout.Plain);
        Namespace.ModuleName = "types";
        Namespace.HasDictionary = true;
        Namespace.AsksMethods = true;
        Poll = Make("poll", typeof(Modules.PollMethods), Layout.Own, final: true);
        Poll.ModuleName = "select";
        BaseException = Make("BaseException", typeof(ExceptionMethods), Layout.Exception);
        BaseException.HasDictionary = true;
        _exceptions.Add("BaseException", BaseException);
        foreach (string line in ExceptionTable.Hierarchy)
        {
            if (line == ExceptionTable.Group)
            {
                var (group, plain) = (_exceptions["BaseExceptionGroup"], _exceptions["Exception"]);
                var both = Make("ExceptionGroup", null, Layout.Exception, group);
                both.Bases = [group, plain];
                both.Order = [both, group, plain, BaseException, Object];
                both.HasDictionary = true;
                _exceptions.Add(both.Name, both);
                continue;
            }

            string[] names = line.Split(' ');
            var parent = _exceptions[names[0]];
            foreach (string name in names.AsSpan(1))
            {
                var type = Make(name, ExceptionTable.DeclarationsOf(name), Layout.Exception, parent);
                type.HasDictionary = true;
                _exceptions.Add(name, type);
            }
        }
    }

    /// <summary>A built-in exception by its name.</summary>
    internal PyType Exception(string name) => _exceptions[name];

    /// <summary>The built-in exceptions with their names.</summary>
    internal IReadOnlyDictionary<string, PyType> Exceptions => _exceptions;

    /// <summary>The types that programs know by a name.</summary>
    internal IEnumerable<PyType> Named =>
    [
        Type, Object, Int, Bool, Float, Complex, Str, Bytes, ByteArray, MemoryView, List, Tuple, Dict, Set, FrozenSet, Range, Slice,
        Property, StaticMethod, ClassMethod, Super, Enumerate, Zip, Map, Filter, Reversed,
    ];

    /// <summary>A new built-in type.</summary>
    internal PyType Make(string name, Type? declarations, Layout layout, PyType? parent = null, bool final = false)
    {
        var type = new PyType(_python, Type, name, Object is null ? [] : [parent ?? Object], layout, declarations is null ? null : type => Fill(type, declarations))
        {
            IsBase = !final,
        };
        type.Order = parent is not null ? [type, .. parent.Order] : Object is null ? [type] : [type, Object];
        return type;
    }

    /// <summary>A new type of a module: what its instances do is what its methods say.</summary>
    internal PyType MakeIn(PyModule module, string name, Type declarations, PyType? parent = null, Layout layout = Layout.Own, bool final = false)
    {
        var type = Make(name, declarations, layout, parent, final);
        type.ModuleName = module.Name;
        type.AsksMethods = true;
        module.Set(name, Value.Object(type));
        return type;
    }

    private void Fill(PyType type, Type declarations)
    {
        if (declarations == typeof(ByteArrayMethods))
        {
            // A bytearray has all that bytes have.
            Registry.Fill(_python, type, typeof(BytesMethods));
        }

        Registry.Fill(_python, type, declarations);
        if (declarations == typeof(ObjectMethods))
        {
            // No descriptor: objects with a dict of their own may have one there.
            type.Names.Set("__doc__", Value.Unspecified);
        }
    }

    private PyType MakeIterator(string name) => Make(name, typeof(IteratorMethods), Layout.Own, final: true);
}

/// <summary>The built-in exceptions: a parent, and those right below it.</summary>
internal static class ExceptionTable
{
    /// <summary>Has two parents.</summary>
    internal const string Group = "ExceptionGroup";

    internal static readonly ImmutableArray<string> Hierarchy =
    [
        "BaseException BaseExceptionGroup GeneratorExit KeyboardInterrupt SystemExit Exception",
        "Exception ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning",
        Group,
        "ArithmeticError FloatingPointError OverflowError ZeroDivisionError",
        "ImportError ModuleNotFoundError",
        "LookupError IndexError KeyError",
        "NameError UnboundLocalError",
        "OSError BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError",
        "ConnectionError BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError",
        "RuntimeError NotImplementedError RecursionError",
        "SyntaxError IndentationError",
        "IndentationError TabError",
        "ValueError UnicodeError",
        "UnicodeError UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError",
        "Warning BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning",
    ];

    /// <summary>What an exception has that its parent has not.</summary>
    internal static Type? DeclarationsOf(string name) => name switch
    {
        "BaseExceptionGroup" => typeof(ExceptionGroupMethods),
        "UnicodeDecodeError" or "UnicodeEncodeError" or "UnicodeTranslateError" => typeof(UnicodeErrorMethods),
        "StopIteration" => typeof(StopIterationMethods),
        "SystemExit" => typeof(SystemExitMethods),
        "KeyError" => typeof(KeyErrorMethods),
        "OSError" => typeof(OSErrorMethods),
        "NameError" => typeof(NameErrorMethods),
        "AttributeError" => typeof(AttributeErrorMethods),
        "ImportError" => typeof(ImportErrorMethods),
        "SyntaxError" => typeof(SyntaxErrorMethods),
        _ => null,
    };
}
