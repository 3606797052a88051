using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

public class Crc32Tests
{
    // The check value of the CRC catalogue.
    [Fact]
    public void The_sum_of_the_digits_is_the_known_one() => Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));

    [Fact]
    public void Any_bytes_in_any_parts_have_the_sum_of_one_bit_after_the_other()
    {
        var random = new System.Random(1);
        for (int length = 0; length < 100; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            int cut = random.Next(length + 1);
            Assert.Equal(Slow(bytes), Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    static uint Slow(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }
        return ~sum;
    }
}
