using System.Buffers.Binary;

namespace Kobai.Serialization;

/// <summary>The check sum of zip archives, eight bytes a step.</summary>
/// <remarks>Source: ISO 3309; "slicing by 8", Kounavis and Berry, "A Systematic Approach to Building High Performance CRC
/// Generators", 2005.</remarks>
static class Crc32
{
    static readonly uint[][] s_tables = Tables();

    /// <summary>The sum of all bytes before and of these.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint[][] t = s_tables;
        sum = ~sum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = sum ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes), high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            sum = t[7][low & 255] ^ t[6][low >> 8 & 255] ^ t[5][low >> 16 & 255] ^ t[4][low >> 24]
                ^ t[3][high & 255] ^ t[2][high >> 8 & 255] ^ t[1][high >> 16 & 255] ^ t[0][high >> 24];
        }
        foreach (byte b in bytes) sum = sum >> 8 ^ t[0][(sum ^ b) & 255];
        return ~sum;
    }

    static uint[][] Tables()
    {
        var tables = new uint[8][];
        for (int k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint before = k == 0 ? i : tables[k - 1][i];
                for (int bit = 0; bit < 8; bit++) before = before >> 1 ^ (before & 1) * 0xEDB88320;
                tables[k][i] = before;
            }
        }
        return tables;
    }
}
