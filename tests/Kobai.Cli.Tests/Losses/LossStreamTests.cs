using System.Diagnostics;

namespace Kobai.Cli.Tests.Losses;

public sealed class LossStreamTests : IDisposable
{
    readonly CommandLine shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData(
        """{"id": "a", "loss": "MSELoss", "input": [0.5, 2], "target": [0, 1]}""",
        """{"id":"a","loss":0.625,"grad_input":[0.5,1],"grad_target":[-0.5,-1]}""")]
    [InlineData(
        """{"id": 7, "loss": "mse", "args": {"reduction": "none"}, "input": [[0.5], [2]], "target": [[0], [1]], "upstream": [[1], [3]]}""",
        """{"id":7,"loss":[[0.25],[1]],"grad_input":[[1],[6]],"grad_target":[[-1],[-6]]}""")]
    [InlineData(
        """{"id": "a", "loss": "mse", "args": {"reduction": "sum"}, "input": [1], "target": [0.5], "upstream": 10}""",
        """{"id":"a","loss":0.25,"grad_input":[10],"grad_target":[-10]}""")]
    [InlineData(
        """{"id": "a", "loss": "l1", "input": {"dtype": "float64", "shape": [2], "data": [0.1, 0.3]}, "target": [0, 0.1]}""",
        """{"id":"a","loss":{"dtype":"float64","shape":[],"data":[0.15]},"grad_input":{"dtype":"float64","shape":[2],"data":[0.5,0.5]},"grad_target":{"dtype":"float64","shape":[2],"data":[-0.5,-0.5]}}""")]
    [InlineData(
        """{"id": "a", "loss": "mse_loss", "args": {"reduction": "none"}, "input": [0.1, "Infinity", "-Infinity"], "target": [0, "Infinity", 0]}""",
        """{"id":"a","loss":[0.010000001,"NaN","Infinity"],"grad_input":[0.2,"NaN","-Infinity"],"grad_target":[-0.2,"NaN","Infinity"]}""")]
    [InlineData(
        """{"id": "a", "loss": "l1_loss", "input": 3, "target": {"dtype": "int64", "shape": [], "data": [1]}}""",
        """{"id":"a","loss":2,"grad_input":1}""")]
    [InlineData(
        """{"id": "a", "loss": "CrossEntropyLoss", "args": {"weight": null}, "input": [[0, 0]], "target": [1], "input2": null, "note": "x"}""",
        """{"id":"a","loss":0.6931472,"grad_input":[[0.5,-0.5]]}""")]
    [InlineData(
        """{"id": "a", "loss": "CrossEntropyLoss", "input": [[0, 0]], "target": [[0.25, 0.75]]}""",
        """{"id":"a","loss":0.6931472,"grad_input":[[0.25,-0.25]],"grad_target":[[0.6931472,0.6931472]]}""")]
    [InlineData(
        """{"id": "a", "loss": "CrossEntropyLoss", "input": [0, 0], "target": 1, "dtype": "float64"}""",
        """{"id":"a","loss":0.6931471805599453,"grad_input":[0.5,-0.5]}""")]
    [InlineData(
        """{"id": "a", "loss": "smooth_l1_loss", "input": [0.5, 2], "target": {"dtype": "bool", "shape": [2], "data": [true, false]}}""",
        """{"id":"a","loss":0.8125,"grad_input":[-0.25,0.5]}""")]
    public async Task Gives_the_loss_and_the_gradients_in_the_form_of_the_input(string document, string result) =>
        Assert.Equal([result], await Results(document));

    [Fact]
    public async Task Adaptive_log_softmax_takes_its_weights_by_the_names_of_PyTorch()
    {
        const string document =
            """
            {"id": "a", "loss": "AdaptiveLogSoftmaxWithLoss", "dtype": "float64", "input": [[1, 2], [0.5, -1]], "target": [0, 3], "args": {"head.weight": [[1, 0], [0, 1], [0.5, -0.5]], "head.bias": [0, 0.5, 0], "tail.0.0.weight": [[1, -1]], "tail.0.1.weight": [[2], [-1]]}}
            """;
        // PyTorch gives the same to 15 digits.
        string result = Assert.Single(await Results(document.Trim()));
        Assert.StartsWith("""{"id":"a","loss":3.488818618783556,"grad_input":[[-0.40257666061230""", result, StringComparison.Ordinal);
        Assert.Contains("\"grad_tail.0.1.weight\":[[0.74175979302705", result, StringComparison.Ordinal);
        string error = Assert.Single(await Results(document.Trim().Replace("tail.0.", "tail.1.", StringComparison.Ordinal)));
        Assert.Contains("there are 3 rows and 0 clusters.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id": "a", "loss": "bce", "input": [2], "target": [1]}""",
        "BinaryCrossEntropy: probability[0] is 2, outside [0, 1]. Are these logits? Use BinaryCrossEntropyWithLogits.")]
    [InlineData("""{"id": "a", "loss": "bce", "input": [0.5], "target": {"dtype": "int64", "shape": [1], "data": [1]}}""",
        "BinaryCrossEntropy: target is int64, and floating-point numbers are needed (Found dtype Long but expected Float). Write \"dtype\": \"float32\".")]
    [InlineData("""{"id": "a", "loss": "mse", "input": {"dtype": "bool", "data": [1]}, "target": [1]}""",
        "SquaredError: input is bool, and floating-point numbers are needed (Found dtype Bool but expected Float). Write \"dtype\": \"float32\".")]
    [InlineData("""{"id": "a", "loss": "mse", "input": {"dtype": "half", "data": [1]}, "target": [1]}""",
        "input: the dtype 'half' is none of float32, float64, int64, bool.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": {"dtype": "float32", "shape": [2, 2], "data": [1]}, "target": [1]}""",
        "input: the shape (2, 2) holds 4 numbers, and data has 1.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": [[1, 2], [3]], "target": [1]}""",
        "input[1]: the lists of a tensor must be equally long; this one has 1, the first has 2.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": [[1, 2], 3], "target": [1]}""",
        "input[1]: no list where its neighbors have one.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": [1, "many"], "target": [1]}""", "input[1]: \"many\" is not a number.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": [1, "NaN"], "target": [1, 1]}""", "SquaredError: input[1] is NaN.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": [1, 2]}""", "SquaredError needs \"target\", the targets t, in the shape of the input.")]
    [InlineData("""{"id": "a", "loss": "mse", "input": [1, 2], "target": [[1], [2]]}""",
        "SquaredError: input and target must have the same shape (nothing is broadcast); input is (2), target is (2, 1). Did you mean target.Reshape(2)?")]
    [InlineData("""{"id": "a", "loss": "cross_entropy", "input": [[1, 2]], "target": [2]}""",
        "CrossEntropy: labels[0] is 2; with 2 classes labels go from 0 to 1. Do labels start at 1?")]
    [InlineData("""{"id": "a", "loss": "cross_entropy", "input": {"dtype": "float32", "shape": [1, 2], "data": [1, 2]}, "target": {"dtype": "int64", "shape": [1, 2], "data": [0, 1]}}""",
        "target: its shape is that of the input, so it holds class probabilities, and these are no int64 (Expected floating point type for target with class probabilities, got Long). Write \"dtype\": \"float32\".")]
    [InlineData("""{"id": "a", "loss": "cross_entropy", "args": {"ignore_index": 0}, "input": [[1, 2]], "target": [[0.5, 0.5]]}""",
        "CrossEntropy: ignore_index is not supported for floating point target. Give such rows a target of zeros.")]
    [InlineData("""{"id": "a", "loss": "mse", "args": {"size_average": true}, "input": [1], "target": [1]}""",
        "size_average: PyTorch has deprecated it. Write \"reduction\": \"mean\", \"sum\" or \"none\".")]
    [InlineData("""{"id": "a", "loss": "mse", "args": {"reduction": "avg"}, "input": [1], "target": [1]}""",
        "reduction: \"avg\" is none of mean, sum, batchmean, none.")]
    [InlineData("""{"id": "a", "loss": "smooth_l1", "args": {"bta": 1}, "input": [1], "target": [1]}""",
        "SmoothAbsoluteError has no argument 'bta'. Did you mean beta?")]
    [InlineData("""{"id": "a", "loss": "smooth_l1", "args": {"temperature": 1}, "input": [1], "target": [1]}""",
        "SmoothAbsoluteError has no argument 'temperature'. It takes beta, reduction.")]
    [InlineData("""{"id": "a", "loss": "smooth_l1", "bta": 1, "input": [1], "target": [1]}""",
        "SmoothAbsoluteError has no 'bta'. Did you mean beta?")]
    [InlineData("""{"id": "a", "loss": "smooth_l1", "args": {"beta": -1}, "input": [1], "target": [1]}""",
        "SmoothAbsoluteError: beta must be 0 or more.")]
    [InlineData("""{"id": "a", "loss": "smooth_l1", "args": {"beta": true}, "input": [1], "target": [1]}""", "beta: a number is needed, got true.")]
    [InlineData("""{"id": "a", "loss": "mse", "args": {"reduction": "none"}, "input": [1, 2], "target": [1, 1], "upstream": [1, 2, 3]}""",
        "upstream: its shape must be that of the loss; upstream is (3), the loss is (2).")]
    [InlineData("""{"id": "a", "loss": "msse", "input": [1, 2]}""",
        "there is no loss 'msse'. Did you mean MSELoss? 'kobai loss list' shows them.")]
    [InlineData("""{"id": "a", "input": [1, 2]}""",
        "\"loss\" must name the loss, such as \"loss\": \"cross_entropy\"; 'kobai loss list' shows them.")]
    public async Task A_mistake_is_the_result_of_its_line(string document, string message)
    {
        string[] results = await Results(document, """{"id": "b", "loss": "mse", "input": 1, "target": 1}""");
        Assert.Equal($$"""{"id":"a","error":"{{message.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""", results[0]);
        Assert.Equal("""{"id":"b","loss":0,"grad_input":0,"grad_target":-0.0}""", results[1]);
    }

    [Fact]
    public async Task Unchecked_values_give_what_the_formula_gives()
    {
        string file = shell.Write("cases.jsonl", """{"id": "a", "loss": "mse", "args": {"reduction": "none"}, "input": ["NaN"], "target": [1]}""");
        (int code, string output, _) = await shell.RunProcess("loss", "--jsonl", "--unchecked", file);
        Assert.Equal((0, """{"id":"a","loss":["NaN"],"grad_input":["NaN"],"grad_target":["NaN"]}"""), (code, output.TrimEnd()));
    }

    [Fact]
    public async Task An_impossible_alignment_costs_infinity_or_nothing()
    {
        const string rest = """
            "from_logits": true}, "input": [[[0, 0]]], "target": [[1, 1]], "input_lengths": [1], "target_lengths": [2]}
            """;
        string[] results = await Results(
            """{"id": "a", "loss": "CTCLoss", "args": {"zero_infinity": false, """ + rest.Trim(),
            """{"id": "b", "loss": "CTCLoss", "args": {"zero_infinity": true, """ + rest.Trim());
        Assert.StartsWith("""{"id":"a","loss":"Infinity",""", results[0], StringComparison.Ordinal);
        Assert.Equal("""{"id":"b","loss":0,"grad_input":[[[0,0]]]}""", results[1]);
    }

    [Fact]
    public async Task A_line_without_id_is_known_by_its_number()
    {
        string[] results = await Results(
            """{"loss": "mse", "input": 1, "target": 1}""", "", "{", "[1]", """{"loss": "mse", "input": [NaN], "target": 1}""",
            """{"loss": "mse"}""");
        Assert.Equal(
            [
                """{"id":null,"loss":0,"grad_input":0,"grad_target":-0.0}""",
                """{"id":null,"error":"line 3: not JSON from byte 2 on."}""",
                """{"id":null,"error":"line 4: a document is a JSON object, such as {\"loss\": \"mse\", \"input\": [1, 2], \"target\": [0, 0]}."}""",
                """{"id":null,"error":"line 5: not JSON from byte 27 on. Write NaN and infinities as strings: \"NaN\", \"Infinity\", \"-Infinity\"."}""",
                """{"id":null,"error":"line 6: SquaredError needs \"input\", the predictions x."}""",
            ],
            results);
    }

    [Fact]
    public async Task Thousands_of_lines_keep_their_order()
    {
        string[] lines = [.. Enumerable.Range(0, 5000).Select(i => $$"""{"id": {{i}}, "loss": "l1", "input": {{i}}.5, "target": 0}""")];
        var time = Stopwatch.StartNew();
        string[] results = await Results(lines);
        Assert.Equal(lines.Select((_, i) => $$"""{"id":{{i}},"loss":{{i}}.5,"grad_input":1,"grad_target":-1}"""), results);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"{time.Elapsed}");
    }

    [Fact]
    public async Task Standard_input_is_answered_line_by_line()
    {
        using Process process = shell.Start("loss", "--jsonl");
        for (int i = 0; i < 3; i++)
        {
            await process.StandardInput.WriteLineAsync($$"""{"id": {{i}}, "loss": "l1", "input": 0.1, "target": 0}""");
            await process.StandardInput.FlushAsync();
            Assert.Equal($$"""{"id":{{i}},"loss":0.1,"grad_input":1,"grad_target":-1}""", await process.StandardOutput.ReadLineAsync());
        }
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    async Task<string[]> Results(params string[] lines)
    {
        (int code, string output, string error) = await CommandLine.Run("loss", "--jsonl", shell.Write("cases.jsonl", string.Join('\n', lines)));
        Assert.Equal((0, ""), (code, error));
        return output.TrimEnd().Split('\n');
    }
}
