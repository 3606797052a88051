using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Kobai.Serialization;

/// <summary>A name that a pickle mentions, such as <c>torch._utils._rebuild_tensor_v2</c>.</summary>
sealed record PickleName(string Name);

/// <summary>Reads a Python pickle as data: what it calls is looked up by name in what the caller understands.</summary>
/// <remarks>
/// <para>A pickle is a program for a machine with a stack. Here it can make numbers, texts, lists, tuples and dictionaries, and
/// ask <paramref name="call"/> for the result of a call. Nothing else exists, so nothing else can happen.</para>
/// <para>Source: the opcodes of Python's <c>Lib/pickletools.py</c>, protocols 2 to 5.</para>
/// </remarks>
/// <param name="bytes">The pickle.</param>
/// <param name="meaning">What a name stands for; null for one that ends the reading.</param>
/// <param name="call">The result of calling a name.</param>
/// <param name="find">What lies outside of the pickle under an id.</param>
sealed class Pickle(byte[] bytes, Func<string, object?> meaning, Func<string, object?[], object?> call, Func<object?, object> find)
{
    readonly List<object?> _stack = [];
    readonly Stack<int> _marks = [];
    readonly Dictionary<uint, object?> _memo = [];
    int _at;

    /// <summary>Runs the pickle.</summary>
    /// <returns>
    /// null, bool, long, BigInteger, double, string, byte[], a list, an array for a tuple, an ordered dictionary, or what calls gave.
    /// </returns>
    /// <exception cref="InvalidDataException">The pickle is broken, or asks for something not understood.</exception>
    public object? Read()
    {
        while (true)
        {
            byte opcode = Take(1)[0];
            if (opcode == (byte)'.') return Pop();
            Do(opcode);
        }
    }

    void Do(byte opcode)
    {
        switch ((char)opcode)
        {
            case '\x80': if (Take(1)[0] > 5) throw Invalid("its pickle is of a protocol after 5"); break;
            case '\x95': Take(8); break;                                    // a frame
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)Take(1)[0]); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case '\x8a': Push(Whole(Take(Take(1)[0]))); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 'X': Push(Text(Length(4))); break;
            case '\x8c': Push(Text(Length(1))); break;
            case '\x8d': Push(Text(Length(8))); break;
            case 'T': case 'B': Push(Take(Length(4)).ToArray()); break;
            case 'U': case 'C': Push(Take(Length(1)).ToArray()); break;
            case '(': _marks.Push(_stack.Count); break;
            case ')': Push(Array.Empty<object?>()); break;
            case '\x85': Push(Last(1)); break;
            case '\x86': Push(Last(2)); break;
            case '\x87': Push(Last(3)); break;
            case 't': Push(Marked()); break;
            case ']': Push(new List<object?>()); break;
            case 'l': Push(new List<object?>(Marked())); break;
            case 'a': Append(Last(1)); break;
            case 'e': Append(Marked()); break;
            case '}': Push(new OrderedDictionary<string, object?>(StringComparer.Ordinal)); break;
            case 's': Set(Last(2)); break;
            case 'u': Set(Marked()); break;
            case 'q': _memo[Take(1)[0]] = Peek(); break;
            case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case '\x94': _memo[(uint)_memo.Count] = Peek(); break;
            case 'h': Push(Remembered(Take(1)[0])); break;
            case 'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 'c': Push(Name($"{Line()}.{Line()}")); break;
            case '\x93': Push(Last(2) is [string module, string name] ? Name($"{module}.{name}") : throw Broken()); break;
            case 'R': Call(Last(2)); break;
            case 'Q': Push(find(Pop())); break;
            case 'b': Build(Last(2)); break;
            case '0': Pop(); break;
            default: throw Invalid($"its pickle has the opcode 0x{opcode:X2}, which no tensor needs");
        }
    }

    void Call(object?[] parts)
    {
        if (parts is not [PickleName { Name: var name }, object?[] arguments]) throw Broken();
        Push(name is "collections.OrderedDict" && arguments is []
            ? new OrderedDictionary<string, object?>(StringComparer.Ordinal)
            : call(name, arguments));
    }

    // The state of an OrderedDict: attributes such as the _metadata of a state dictionary.
    void Build(object?[] parts)
    {
        if (parts is not [OrderedDictionary<string, object?> dictionary, _]) throw Broken();
        Push(dictionary);
    }

    void Append(object?[] items)
    {
        if (Peek() is not List<object?> list) throw Broken();
        list.AddRange(items);
    }

    void Set(object?[] pairs)
    {
        if (Peek() is not OrderedDictionary<string, object?> dictionary || pairs.Length % 2 != 0) throw Broken();
        for (int i = 0; i < pairs.Length; i += 2)
        {
            string key = pairs[i] switch
            {
                string text => text,
                long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => throw Invalid("a dictionary has a key that is neither text nor a whole number"),
            };
            if (!dictionary.TryAdd(key, pairs[i + 1])) throw Invalid($"a dictionary has the key '{key}' twice");
        }
    }

    object Name(string name) => meaning(name)
        ?? throw Invalid(
            $"it asks for {name}, and only tensors, numbers, texts and collections of them are read; nothing of it was run. "
            + "In Python, save model.state_dict() instead");

    object? Remembered(uint place) => _memo.TryGetValue(place, out object? value) ? value : throw Broken();

    void Push(object? value) => _stack.Add(value);

    object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Broken();

    object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    // What lies below the last mark is out of reach until the mark is taken.
    int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    object?[] Last(int count)
    {
        if (_stack.Count - count < Floor) throw Broken();
        return Cut(_stack.Count - count);
    }

    object?[] Marked() => _marks.TryPop(out int mark) ? Cut(mark) : throw Broken();

    object?[] Cut(int start)
    {
        object?[] items = [.. _stack[start..]];
        _stack.RemoveRange(start, items.Length);
        return items;
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _at) throw Invalid("its pickle is cut short");
        _at += count;
        return bytes.AsSpan(_at - count, count);
    }

    int Length(int size)
    {
        ReadOnlySpan<byte> taken = Take(size);
        ulong length = size switch
        {
            1 => taken[0],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(taken),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(taken),
        };
        return length <= (ulong)(bytes.Length - _at) ? (int)length : throw Invalid("its pickle is cut short");
    }

    string Text(int length)
    {
        ReadOnlySpan<byte> text = Take(length);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Broken();
    }

    string Line()
    {
        int length = bytes.AsSpan(_at).IndexOf((byte)'\n');
        if (length < 0) throw Broken();
        string line = Text(length);
        Take(1);
        return line;
    }

    static object Whole(ReadOnlySpan<byte> digits)
    {
        var whole = new BigInteger(digits);
        return whole >= long.MinValue && whole <= long.MaxValue ? (object)(long)whole : whole;
    }

    static InvalidDataException Broken() => Invalid("its pickle is broken");

    static InvalidDataException Invalid(string reason) => new($"PyTorch: {reason}.");
}
