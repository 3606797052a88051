using System.Diagnostics;
using Kobai.Layers;
using Kobai.Serialization;
using Kobai.Training;

namespace Kobai.Tests.Serialization;

/// <summary>
/// Files that other libraries read: their bytes are those of files that tests/Golden/weights.py read with PyTorch and NumPy, and
/// where both are installed, that program reads the new ones.
/// </summary>
public sealed class WrittenFilesTests : IDisposable
{
    static readonly KeyValuePair<string, Tensor>[] Tensors =
    [
        new("weight", Tensor.From([0f, 0.5f, 1, 1.5f, 2, 2.5f], [2, 3])),
        new("layer.bias", Tensor.From([0.1, -2.5])),
        new("scalar", Tensor.Scalar(3)),
        new("empty", Tensor.Zeros([0, 2])),
    ];

    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;

    public WrittenFilesTests()
    {
        Safetensors.Write(In("kobai.safetensors"), Tensors, new Dictionary<string, string> { ["made"] = "by Kobai" });
        PyTorch.Write(In("kobai.pt"), Tensors);
        NumPy.WriteArchive(In("kobai.npz"), Tensors);
        NumPy.WriteArchive(In("kobai.compressed.npz"), Tensors, compress: true);
        NumPy.Write(In("kobai.npy"), Tensors[0].Value);
        NumPy.Write(In("kobai-labels.npy"), Labels.From([2, 0, 1, (1L << 62) + 1], [2, 2]));
        Network();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("kobai.safetensors"), InlineData("kobai.pt"), InlineData("kobai.npz"), InlineData("kobai.npy"), InlineData("kobai-labels.npy")]
    [InlineData("kobai-net.pt"), InlineData("kobai-net.npz")]
    public void The_bytes_are_those_that_PyTorch_and_NumPy_read(string name) =>
        Assert.Equal(File.ReadAllBytes(WeightFiles.PathOf(name)), File.ReadAllBytes(In(name)));

    [Fact]
    public void Everything_written_is_read_again()
    {
        foreach (var read in new[]
        {
            Safetensors.Read(In("kobai.safetensors")), PyTorch.Read(In("kobai.pt")), NumPy.ReadArchive(In("kobai.npz")),
            NumPy.ReadArchive(In("kobai.compressed.npz")),
        })
        {
            Assert.Equal(Tensors.Select(named => named.Key), read.Keys);
            foreach (var (name, tensor) in Tensors)
            {
                Assert.Equal((tensor.DType, tensor.Shape), (read[name].DType, read[name].Shape));
                Assert.Equal(tensor.ToArray<double>(), read[name].ToArray<double>());
            }
        }
    }

    [Fact]
    public void PyTorch_and_NumPy_read_them_where_they_are_installed()
    {
        const string python = "/usr/bin/python3";
        string program = Path.Combine(Repository.Root, "tests", "Golden", "weights_check.py");
        if (!File.Exists(python) || Run(python, "-c", "import torch, numpy").Code != 0) return;
        var (code, output) = Run(python, program, _folder);
        Assert.True(code == 0, output);
    }

    // A network after a step, its input, and what it makes of it.
    void Network()
    {
        Tensor Ramp(Shape shape) => Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(i => (i * 7 % 11 - 5) / 8.0)], shape);
        Sequential net = [new Linear(Ramp([4, 3]), Ramp([4])), new BatchNorm(4, type: DType.Float64), new Relu(), new Linear(Ramp([2, 4]), Ramp([2]))];
        Tensor x = Ramp([6, 3]);
        net.Forward(x);
        net.Evaluate();
        net.Save(In("kobai-net.pt"));
        NumPy.WriteArchive(In("kobai-net.npz"), [new("x", x), new("y", net.Forward(x))]);
    }

    static (int Code, string Output) Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    string In(string name) => Path.Combine(_folder, name);
}
