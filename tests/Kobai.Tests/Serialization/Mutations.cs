namespace Kobai.Tests.Serialization;

/// <summary>Damages valid files in many ways: a reader must read them or refuse them with a reason.</summary>
static class Mutations
{
    /// <summary>Reads mutated copies; anything but <see cref="InvalidDataException"/> fails. Returns how many were refused.</summary>
    public static int Try(byte[] valid, int count, Action<byte[]> read)
    {
        read(valid);
        var random = new System.Random(17);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutated = Mutate(valid, random);
            try
            {
                read(mutated);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception cause)
            {
                throw new InvalidOperationException($"mutation {i}: {Convert.ToHexString(mutated)}", cause);
            }
        }
        return refused;
    }

    static byte[] Mutate(byte[] valid, System.Random random)
    {
        byte[] bytes = [.. valid];
        for (int change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
        {
            int at = random.Next(bytes.Length), length = Math.Min(random.Next(1, 16), bytes.Length - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes = [.. bytes[..at], .. bytes[(at + length)..]]; break;
                case 3: bytes = [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]]; break;
                case 4: random.NextBytes(bytes.AsSpan(at, length)); break;
                default: bytes = bytes[..at]; break;
            }
        }
        return bytes;
    }
}
