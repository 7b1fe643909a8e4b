// The text of ast.dump(tree, include_attributes=...), version by version: from 3.13 on empty lists and absent values are left out.

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ouro.Python.Syntax.Tree;

/// <summary>Writes trees as CPython's <c>ast.dump</c> does, on one line.</summary>
internal class TreeDumper
{
    private readonly StringBuilder _text = new();
    private readonly bool _attributes;
    private bool _first;
    private bool _tooDeep;

    private protected TreeDumper(int version, bool attributes)
    {
        Version = version;
        _attributes = attributes;
    }

    /// <summary>The minor version of the language.</summary>
    private protected int Version { get; }

    /// <summary>The text for a tree.</summary>
    /// <param name="tree">Any node.</param>
    /// <param name="version">The minor version of the language whose form is wanted: 11, 12, 13.</param>
    /// <param name="attributes">Whether to write places.</param>
    /// <returns>The text, or null if the tree is too deep for the stack.</returns>
    internal static string? Dump(Node tree, int version, bool attributes = false)
    {
        var dumper = new TreeDumper(version, attributes);
        dumper.Write(tree);
        return dumper._tooDeep ? null : dumper._text.ToString();
    }

    internal virtual void Nodes(string name, Node? value, int since = 0)
    {
        if (value is not null && since <= Version)
        {
            Begin(name);
            Write(value);
        }
    }

    internal virtual void Nodes(string name, Node?[] values, int since = 0)
    {
        if (since > Version || values.Length == 0 && Version >= 13)
        {
            return;
        }

        Begin(name);
        _text.Append('[');
        for (int i = 0; i < values.Length; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            if (values[i] is { } node)
            {
                Write(node);
            }
            else
            {
                _text.Append("None");
            }
        }

        _text.Append(']');
    }

    internal virtual void Names(string name, string value)
    {
        Begin(name);
        _text.Append(value).Append("()");
    }

    internal virtual void Names(string name, string[] values)
    {
        Begin(name);
        _text.Append('[').AppendJoin(", ", values.Select(value => value + "()")).Append(']');
    }

    internal virtual void Text(string name, string? value)
    {
        if (value is not null)
        {
            Begin(name);
            Representation.OfString(_text, value);
        }
    }

    internal virtual void Text(string name, string[] values)
    {
        if (values.Length == 0 && Version >= 13)
        {
            return;
        }

        Begin(name);
        _text.Append('[');
        for (int i = 0; i < values.Length; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            Representation.OfString(_text, values[i]);
        }

        _text.Append(']');
    }

    internal virtual void Number(string name, int value)
    {
        Begin(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    internal virtual void Literal(string name, Literal value)
    {
        Begin(name);
        Representation.Of(_text, value);
    }

    private void Begin(string name)
    {
        _text.Append(_first ? "" : ", ").Append(name).Append('=');
        _first = false;
    }

    private void Write(Node node)
    {
        if (_tooDeep || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _tooDeep = true;
            return;
        }

        _text.Append(node.NodeName).Append('(');
        _first = true;
        node.DumpFields(this);
        if (_attributes && node.HasPlace)
        {
            Number("lineno", node.Span.Line);
            Number("col_offset", node.Span.Column);
            Number("end_lineno", node.Span.EndLine);
            Number("end_col_offset", node.Span.EndColumn);
        }

        _text.Append(')');
        _first = false;
    }
}
