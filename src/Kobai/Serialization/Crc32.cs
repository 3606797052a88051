using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kobai.Serialization;

/// <summary>The check sum of zip archives, eight bytes a step.</summary>
/// <remarks>Source: ISO 3309; "slicing by 8", Kounavis and Berry, "A Systematic Approach to Building High Performance CRC
/// Generators", 2005.</remarks>
static class Crc32
{
    static readonly uint[] s_table = Table();

    /// <summary>The sum of all bytes before and of these.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        ref uint table = ref MemoryMarshal.GetArrayDataReference(s_table);
        sum = ~sum;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            ulong x = sum ^ (BitConverter.IsLittleEndian ? eight : BinaryPrimitives.ReverseEndianness(eight));
            sum = At(ref table, 7, x) ^ At(ref table, 6, x >> 8) ^ At(ref table, 5, x >> 16) ^ At(ref table, 4, x >> 24)
                ^ At(ref table, 3, x >> 32) ^ At(ref table, 2, x >> 40) ^ At(ref table, 1, x >> 48) ^ At(ref table, 0, x >> 56);
        }
        foreach (byte b in bytes[(bytes.Length & ~7)..]) sum = sum >> 8 ^ At(ref table, 0, sum ^ b);
        return ~sum;
    }

    static uint At(ref uint table, int distance, ulong x) => Unsafe.Add(ref table, 256 * distance + (byte)x);

    // 256 sums of a byte with 0 to 7 bytes after it.
    static uint[] Table()
    {
        uint[] table = new uint[8 * 256];
        for (int i = 0; i < table.Length; i++)
        {
            uint sum = i < 256 ? (uint)i : table[i - 256];
            for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1) * 0xEDB88320;
            table[i] = sum;
        }
        return table;
    }
}
