using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kobai.Threads;

namespace Kobai.Tests.Training;

/// <summary>Holds tensors of floats against a committed hash of all their bits.</summary>
static class SameBits
{
    /// <summary>Runs on so many threads, and compares the hash of all tensors that are handed in.</summary>
    public static void Check(string expected, int threads, Action<Action<Tensor>> run)
    {
        int before = Work.Threads;
        Work.Threads = threads;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            run(tensor => hash.AppendData(MemoryMarshal.AsBytes<float>(tensor.ToArray<float>())));
            Assert.Equal(expected, Convert.ToHexString(hash.GetHashAndReset())[..16]);
        }
        finally
        {
            Work.Threads = before;
        }
    }
}
