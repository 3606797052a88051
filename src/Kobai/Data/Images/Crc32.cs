namespace Kobai.Data;

/// <summary>The checksum of PNG and gzip: CRC-32 of ISO 3309, polynomial 0xEDB88320 with the lowest bit
/// first.</summary>
static class Crc32
{
    static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(Of)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes) sum = s_table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    static uint Of(int value)
    {
        uint sum = (uint)value;
        for (int bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
        return sum;
    }
}
