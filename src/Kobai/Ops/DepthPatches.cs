using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>
/// How a kernel moves through the depth of volumes: at place p its element k is on plane p · Stride − Front + k · Dilation,
/// which is 0 outside the volume.
/// </summary>
/// <remarks>
/// What the kernel sees at a place becomes an image with a channel for each channel and element, so that a convolution of
/// volumes is one of images.
/// </remarks>
readonly unsafe record struct DepthPatches(nint Planes, nint Kernel, nint Places, nint Stride, nint Front, nint Dilation)
{
    /// <summary>From volumes (N, C, planes, H, W) to images (N · places, C · kernel, H, W).</summary>
    public Tensor Unfold(Tensor x)
    {
        var depth = this;
        var y = Tensor.Empty([x.Shape[0] * Places, x.Shape[1] * Kernel, x.Shape[3], x.Shape[4]], x.DType);
        if (x.DType == DType.Float32) Unfold<float>(Kobai.Kernel.Packed(x), y);
        else Unfold<double>(Kobai.Kernel.Packed(x), y);
        return y.Record("DepthPatches", [x], dy => [depth.Fold(dy)]);
    }

    /// <summary>From images (N · places, C · kernel, H, W) to volumes (N, C, planes, H, W), adding what meets.</summary>
    public Tensor Fold(Tensor y)
    {
        var depth = this;
        var x = Tensor.Zeros([y.Shape[0] / Places, y.Shape[1] / Kernel, Planes, y.Shape[2], y.Shape[3]], y.DType);
        if (y.DType == DType.Float32) Fold<float>(Kobai.Kernel.Packed(y), x);
        else Fold<double>(Kobai.Kernel.Packed(y), x);
        return x.Record("DepthPatches", [y], dx => [depth.Unfold(dx)]);
    }

    void Unfold<T>(Tensor x, Tensor y) where T : unmanaged
    {
        var depth = this;
        nint channels = x.Shape[1], plane = x.Shape[3] * x.Shape[4];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            T* volumes = px, images = py;
            Work.For(x.Shape[0] * Places, image =>
            {
                (nint item, nint place) = Math.DivRem(image, depth.Places);
                T* to = images + image * channels * depth.Kernel * plane;
                for (nint channel = 0; channel < channels; channel++)
                    for (nint k = 0; k < depth.Kernel; k++, to += plane)
                    {
                        nint z = depth.At(place, k);
                        if (z < 0) new Span<T>(to, (int)plane).Clear();
                        else new Span<T>(volumes + ((item * channels + channel) * depth.Planes + z) * plane, (int)plane).CopyTo(new(to, (int)plane));
                    }
            });
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    void Fold<T>(Tensor y, Tensor x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var depth = this;
        nint channels = x.Shape[1], plane = x.Shape[3] * x.Shape[4];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            T* volumes = px, images = py;
            Work.For(x.Shape[0] * channels, volume =>
            {
                (nint item, nint channel) = Math.DivRem(volume, channels);
                for (nint place = 0; place < depth.Places; place++)
                    for (nint k = 0; k < depth.Kernel; k++)
                    {
                        nint z = depth.At(place, k);
                        if (z < 0) continue;
                        T* from = images + (((item * depth.Places + place) * channels + channel) * depth.Kernel + k) * plane;
                        T* to = volumes + (volume * depth.Planes + z) * plane;
                        Map.Value2(default(Kobai.Kernel.Plus), to, 1, from, 1, to, plane);
                    }
            });
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    // The plane under an element of the kernel; −1 outside.
    nint At(nint place, nint k)
    {
        nint z = place * Stride - Front + k * Dilation;
        return z < Planes ? nint.Max(z, -1) : -1;
    }
}
