namespace Kobai;

/// <summary>
/// How a kernel moves through the depth of volumes: at place p its element k is on plane p · Stride − Front + k · Dilation,
/// which is 0 outside the volume. What it sees at a place is an image with a channel for each channel and element.
/// </summary>
readonly record struct DepthWindow(nint Planes, nint Kernel, nint Places, nint Stride, nint Front, nint Dilation)
{
    /// <summary>A volume of one plane: an image.</summary>
    public static DepthWindow OfImage => new(1, 1, 1, 1, 0, 1);

    /// <summary>The plane of each channel that the kernel sees at a place, among those of all channels; −1 outside.</summary>
    public nint[] Seen(nint place, nint channels)
    {
        var seen = new nint[channels * Kernel];
        for (nint i = 0; i < seen.Length; i++)
        {
            (nint channel, nint k) = Math.DivRem(i, Kernel);
            nint z = place * Stride - Front + k * Dilation;
            seen[i] = z >= 0 && z < Planes ? channel * Planes + z : -1;
        }
        return seen;
    }
}
