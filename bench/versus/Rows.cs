using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Versus;

/// <summary>All rows; peer.py knows each by its name and draws the same numbers from the same seed.</summary>
static class Rows
{
    public static IEnumerable<Row> All() =>
        [.. Products(), .. Training(), .. Losses(), .. Optimizers(), .. ElementWise()];

    /// <summary>A row, a point of a curve or a loss that is checked.</summary>
    public static Row Named(string key) =>
        All().Concat(Curves.All()).Concat(CheckedLosses.All().SelectMany(loss => loss.Rows)).First(row => row.Key.Equals(key, StringComparison.Ordinal));

    static IEnumerable<Row> Products()
    {
        foreach (int[] s in (int[][])[[1024, 1024, 1024], [128, 784, 512], [128, 512, 256], [32, 1024, 1024]])
        {
            foreach (string form in (string[])["nn", "nt", "tn"]) yield return Product(form, s, 1);
        }
        foreach (int n in (int[])[5, 16, 32, 64]) yield return Product("nn", [n, n, n], n <= 32 ? 2 : 1);
        yield return new("matrix × vector", [1024, 1024], 1, 2e6, 4e6, () =>
        {
            Tensor a = Normal(1024, 1024), b = Normal(1024, 1);
            return () => [a.MatMul(b)];
        });
    }

    static Row Product(string form, int[] s, double reach) =>
        new($"matrix product {form}", s, reach, 2.0 * s[0] * s[1] * s[2], 0, () =>
        {
            Tensor a = form is "tn" ? Normal(s[1], s[0]).T : Normal(s[0], s[1]);
            Tensor b = form is "nt" ? Normal(s[2], s[1]).T : Normal(s[1], s[2]);
            return () => [a.MatMul(b)];
        });

    static IEnumerable<Row> Training()
    {
        yield return new("tiny loop", [], 20, 0, 0, Tiny);
        const double mlp = 128 * 2.0 * ((784 * 512 * 2) + (512 * 256 * 3) + (256 * 10 * 3));
        yield return new("MLP, SGD", [], 1.15, mlp, 0, () => Network(Mlp(), p => new Sgd(p, 0.01), 128, 784))
        {
            ReachOfTwo = 1.7,
        };
        yield return new("MLP, Adam", [], 1.3, mlp, 0, () => Network(Mlp(), p => new Adam(p, 0.001), 128, 784))
        {
            ReachOfTwo = 2,
        };
        // The first layer needs no gradient of its input.
        const double lenet = 64 * 2.0 * ((784 * 150 * 2) + (100 * 2400 * 3) + (3 * ((400 * 120) + (120 * 84) + (84 * 10))));
        yield return new("LeNet-5", [], 1.5, lenet, 0, () => Network(LeNet(), p => new Sgd(p, 0.01), 64, 1, 28, 28));
        const double cnn = 64 * 2.0 * ((676 * 288 * 2) + (576 * 18_432 * 3) + (3 * ((9216 * 128) + (128 * 10))));
        yield return new("CNN 32-64", [], 1.2, cnn, 0, () => Network(Cnn(), p => new Sgd(p, 0.01), 64, 1, 28, 28));
        yield return new("attention", [8, 512, 64], 1.3, 8 * 12.0 * 512 * 512 * 64, 0, () =>
            ForwardBackward([Leaf(8, 512, 64), Leaf(8, 512, 64), Leaf(8, 512, 64)], x => (x[0].Attention(x[1], x[2]) * x[0]).Sum()));
        // Of the attention only the half that the mask leaves.
        const double transformer = 8 * 128 * 6.0 * ((4 * 256 * 256) + (2 * 256 * 1024) + (128 * 256));
        yield return new("transformer layer", [8, 128, 256], 1, transformer, 0, () =>
        {
            var layer = new TransformerEncoderLayer(256, 8, 1024, dropout: 0, normFirst: true);
            return ForwardBackward([Leaf(8, 128, 256)], x => (layer.Forward(x[0], AttentionMask.Causal) * x[0]).Sum());
        });
        yield return new("logistic regression fit", [100_000, 20], 1, 0, 0, () => LogisticRegression(100_000, 20));
    }

    static Func<Tensor[]> Tiny()
    {
        Tensor x = Tensor.From([0.1f, 0.5f, -0.2f, 1.2f, 0.3f, 0.7f, -0.2f, -0.4f, 0.8f, -1.0f], [2, 5]);
        Tensor y = Tensor.From([1f, 0f], [2, 1]), w = Leaf(1, 5);
        var optimizer = new Sgd([w], 0.1);
        return () =>
        {
            optimizer.ZeroGradient();
            Loss.BinaryCrossEntropyWithLogits(x.Linear(w), y, reduction: Reduction.Sum).Backward();
            optimizer.Step();
            return [w.Detach()];
        };
    }

    static Sequential Mlp() =>
        new(new Linear(784, 512), new Relu(), new Linear(512, 256), new Relu(), new Linear(256, 10));

    static Sequential LeNet() => new(
        new Conv2d(1, 6, 5, padding: 2), new Relu(), new MaxPool2d(2), new Conv2d(6, 16, 5), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(400, 120), new Relu(), new Linear(120, 84), new Relu(), new Linear(84, 10));

    static Sequential Cnn() => new(
        new Conv2d(1, 32, 3), new Relu(), new Conv2d(32, 64, 3), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(9216, 128), new Relu(), new Linear(128, 10));

    // scikit-learn's objective, ½ w² + Σ loss, divided by n.
    static Func<Tensor[]> LogisticRegression(int n, int d)
    {
        Tensor x = Normal(n, d), truth = Tensor.Linspace(-1, 1, d);
        Tensor y = Tensor.From([.. (x.MatMul(truth) + (0.5 * Normal(n))).ToArray<float>().Select(v => v > 0 ? 1f : 0f)]);
        return () =>
        {
            Tensor w = Tensor.Zeros([d]).RequireGradient(), b = Tensor.Zeros([]).RequireGradient();
            var optimizer = new Lbfgs([w, b], iterations: 100, gradientTolerance: 1e-6, history: 10);
            optimizer.Step(() => Loss.BinaryCrossEntropyWithLogits(x.MatMul(w) + b, y) + ((w * w).Sum() * (0.5 / n)));
            return [w.Detach()];
        };
    }

    static Func<Tensor[]> Network(Layer model, Func<IEnumerable<Tensor>, Optimizer> make, params ReadOnlySpan<nint> shape)
    {
        Tensor x = Normal(shape);
        var labels = Labels.Create([.. Enumerable.Range(0, (int)shape[0]).Select(i => (long)(i % 10))]);
        Tensor[] parameters = [.. model.Parameters];
        var optimizer = make(parameters);
        Tensor[] results = [x, .. parameters];
        return () =>
        {
            optimizer.ZeroGradient();
            Tensor loss = results[0] = Loss.CrossEntropy(model.Forward(x), labels);
            loss.Backward();
            optimizer.Step();
            return results;
        };
    }

    static IEnumerable<Row> Losses()
    {
        foreach (int n in (int[])[1_000_000, 16_000_000])
        {
            yield return new("BCE with logits", [n], 3, 0, 12.0 * n, () =>
            {
                Tensor t = Tensor.From([.. Enumerable.Range(0, n).Select(i => (float)(i % 2))]);
                return ForwardBackward([Leaf(n)], x => Loss.BinaryCrossEntropyWithLogits(x[0], t));
            });
        }
        foreach (double smoothing in (double[])[0, 0.1])
        {
            string name = smoothing == 0 ? "cross-entropy" : "cross-entropy, smoothed";
            foreach (int[] s in (int[][])[[65536, 10], [8192, 1000], [1024, 50257]])
            {
                yield return new(name, s, 3, 0, 8.0 * s[0] * s[1], () =>
                {
                    var labels = Labels.Create([.. Enumerable.Range(0, s[0]).Select(i => (long)(i % s[1]))]);
                    return ForwardBackward(
                        [Leaf(s[0], s[1])], x => Loss.CrossEntropy(x[0], labels, labelSmoothing: smoothing));
                });
            }
        }
        yield return new("linear + cross-entropy", [2048, 512, 32768], 1.1, 6.0 * 2048 * 512 * 32768, 0, () =>
        {
            var labels = Labels.Create([.. Enumerable.Range(0, 2048).Select(i => i * 7919L % 32768)]);
            Tensor h = Leaf(2048, 512), w = (Normal(32768, 512) * 0.05).Detach().RequireGradient();
            return ForwardBackward([h, w], x => Loss.LinearCrossEntropy(x[0], x[1], labels));
        });
    }

    static IEnumerable<Row> Optimizers()
    {
        nint[][] small = [[512, 784], [512], [256, 512], [256], [10, 256], [10]];
        nint[][] large = [.. Enumerable.Repeat((nint[])[1000, 1000], 10)];
        foreach (nint[][] shapes in (nint[][][])[small, large])
        {
            long count = shapes.Sum(s => s.Aggregate(1L, (a, b) => a * b));
            yield return new("step of SGD momentum", [(int)count], shapes == small ? 1.5 : 1.2, 0, 20.0 * count,
                () => OptimizerStep(p => new Sgd(p, 0.01, momentum: 0.9), shapes));
            yield return new("step of Adam", [(int)count], shapes == small ? 3 : 1.5, 0, 28.0 * count,
                () => OptimizerStep(p => new Adam(p, 0.001), shapes));
        }
    }

    static Func<Tensor[]> OptimizerStep(Func<IEnumerable<Tensor>, Optimizer> make, nint[][] shapes)
    {
        Tensor[] parameters = [.. shapes.Select(s => Leaf(s))];
        foreach (var p in parameters) (p * Normal(p.Shape.Sizes)).Sum().Backward();
        var optimizer = make(parameters);
        return () =>
        {
            optimizer.Step();
            return [.. parameters.Select(p => p.Detach())];
        };
    }

    static IEnumerable<Row> ElementWise()
    {
        const int n = 1_000_000;
        yield return Unary("exp", x => x.Exp());
        yield return Unary("sigmoid", x => x.Sigmoid());
        yield return Unary("tanh", x => x.Tanh());
        yield return Unary("GELU", x => x.Gelu());
        Row Unary(string name, Func<Tensor, Tensor> f) => new(name, [n], 1.2, 0, 8.0 * n, () =>
        {
            Tensor x = Normal(n);
            return () => [f(x)];
        });

        yield return new("softmax", [1000, 1000], 1.2, 0, 16.0 * n, () =>
        {
            Tensor mask = Tensor.From([.. Enumerable.Range(0, 1000).Select(i => (float)(i % 2))]);
            return ForwardBackward([Leaf(1000, 1000)], x => (x[0].Softmax(1) * mask).Sum());
        });
        yield return new("layer norm", [1000, 1000], 1.2, 0, 16.0 * n, () =>
        {
            Tensor mask = Tensor.From([.. Enumerable.Range(0, 1000).Select(i => (float)(i % 2))]);
            return ForwardBackward([Leaf(1000, 1000)], x => (x[0].LayerNorm([1000]) * mask).Sum());
        });
        yield return Pair("add", 12, s => (Normal(s), Normal(s)), (a, b) => a + b);
        yield return Pair("add strided", 16, s => (Normal(s[0], 2 * s[1]).Slice(1, 0, ^0, 2), Normal(s)), (a, b) => a + b);
        yield return Pair("add transposed", 12, s => (Normal(s[1], s[0]).T, Normal(s)), (a, b) => a + b);
        yield return Pair("add row", 8, s => (Normal(s), Normal(s[1])), (a, b) => a + b);
        yield return Pair("add column", 8, s => (Normal(s), Normal(s[0], 1)), (a, b) => a + b);
        Row Pair(string name, double bytes, Func<nint[], (Tensor A, Tensor B)> make, Func<Tensor, Tensor, Tensor> f) =>
            new(name, [1000, 1000], 1, 0, bytes * n, () =>
            {
                var (a, b) = make([1000, 1000]);
                return () => [f(a, b)];
            });
        yield return Total("sum of all", x => x.Sum());
        yield return Total("sum of rows", x => x.Sum(1));
        yield return Total("sum of columns", x => x.Sum(0));
        Row Total(string name, Func<Tensor, Tensor> f) => new(name, [1000, 1000], 1, 0, 4.0 * n, () =>
        {
            Tensor x = Normal(1000, 1000);
            return () => [f(x)];
        });
    }

    /// <summary>A step: the loss of the leaves, and its gradient by each.</summary>
    public static Func<Tensor[]> ForwardBackward(Tensor[] x, Func<Tensor[], Tensor> f) => () =>
    {
        foreach (var leaf in x) leaf.ZeroGradient();
        Tensor y = f(x);
        y.Backward();
        return [y.Detach(), .. x.Select(leaf => leaf.Gradient!)];
    };

    static Tensor Normal(params ReadOnlySpan<nint> shape) => Tensor.Normal(Shape.Create(shape));

    static Tensor Leaf(params ReadOnlySpan<nint> shape) => Normal(shape).RequireGradient();
}
