using System.Text.Json;

namespace Kobai.Cli.Tests.Commands;

public sealed class LossCommandTests : IDisposable
{
    readonly CommandLine shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task Writes_loss_sum_denominator_and_gradients()
    {
        string file = shell.Write("d.json", """{"input": [[1, 3, 0], [0, 0, 20]], "target": [1, 2]}""");
        Assert.Equal(
            """
            {
              "name": "CrossEntropy",
              "reduction": "mean",
              "loss": 0.084923014,
              "sum": 0.16984602094781273,
              "denominator": 2,
              "grad_input": [[0.057097603, -0.07810263, 0.021005033], [1.0305768E-09, 1.0305768E-09, -2.0611537E-09]]
            }

            """,
            await Output("loss", "cross_entropy", file));
    }

    [Fact]
    public async Task Numbers_have_the_shortest_digits_of_their_type()
    {
        string[] arguments = ["loss", "l1_loss", "--input", "[0.1, 0.30000000000000004]", "--target", "[0, 0]", "--reduction", "none"];
        Assert.Contains("\"loss\": [0.1, 0.3],", await Output(arguments), StringComparison.Ordinal);
        string wide = await Output([.. arguments, "--dtype", "float64"]);
        Assert.Contains("\"loss\": [0.1, 0.30000000000000004],", wide, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_go_before_what_the_document_states()
    {
        string file = shell.Write("d.json", """{"input": [3], "target": [0], "delta": 1, "reduction": "none", "args": {"delta": 0.5}}""");
        Assert.Contains("\"loss\": [1.375]", await Output("loss", "HuberLoss", file), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await Output("loss", "HuberLoss", file, "--delta", "2", "--reduction", "sum"));
        Assert.Equal(("sum", 4), (json.RootElement.GetProperty("reduction").GetString(), json.RootElement.GetProperty("loss").GetDouble()));
    }

    [Fact]
    public async Task A_long_matrix_has_a_line_for_each_row()
    {
        string row = string.Join(", ", Enumerable.Repeat("0.25", 20));
        string text = await Output("loss", "mse", "--input", $"[[{row}], [{row}]]", "--target", $"[[{row}], [{row}]]");
        string line = $"[{string.Join(", ", Enumerable.Repeat("0", 20))}]";
        Assert.Contains($"\"grad_input\": [\n    {line},\n    {line}\n  ],\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explains_the_softmax_step_by_step()
    {
        string text = await Output("loss", "cross_entropy", "--input", "[[1, 3, 0]]", "--target", "[1]", "--explain");
        foreach (string line in (string[])[
            "∂ℓ/∂xₖ = yₖ − tₖ",
            "0   1      -2     0.135335   0.114195   2.16985   0   0.114195",
            "1   3       0            1   0.843795  0.169846   1  -0.156205",
            "2   0      -3    0.0497871  0.0420101   3.16985   0  0.0420101",
            "S = Σ exp(xⱼ − m) = 1.18512",
            "ℓ = −ln y[1]\n    = −ln 0.843795\n    = 0.169846",
            "L = Σℓ / D = 0.169846"])
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explains_a_smoothed_and_weighted_target_of_a_confident_prediction()
    {
        string text = await Output(
            "loss", "cross_entropy", "--input", "[[0, 20]]", "--target", "[1]", "--weight", "[1, 3]", "--label-smoothing", "0.5", "--explain");
        Assert.Contains("ℓ = −0.25 ln y[0] − 2.25 ln y[1]\n    = −0.25 ln 2.06115E-09 − 2.25 ln (1 − 2.06115E-09)\n    = 5", text, StringComparison.Ordinal);
        Assert.Contains("denominator   D = 3", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse", "[0.5, 2]", "[0, 1]", "[1]      2       1          1     1          2          -2")]
    [InlineData("bce", "[0.26, 0.5]", "[0, 1]", "[0]   0.26       0   1.34707    0.301105  0.301105    1.35135     1.04597")]
    [InlineData("bce_with_logits", "[20]", "[1]", "[0]     20       1         1  2.06115E-09          20  2.06115E-09  -2.06115E-09         -20")]
    [InlineData("huber", "[3]", "[1]", "[0]      3       1  1.5          1          -1")]
    public async Task Explains_element_by_element(string loss, string input, string target, string line)
    {
        string text = await Output("loss", loss, "--input", input, "--target", target, "--explain");
        Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Contains("L = Σℓ / D = ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        new[] { "gaussian_nll", "--input", "[[3, 1]]", "--target", "[[1, 1]]", "--var", "[[4]]" },
        "  var = [[4]]\n  ∂Σℓ/∂var = [[0.125]]\n")]
    [InlineData(
        new[] { "ordinal", "--input", "[[3, 0, -2]]", "--target", "[2]" },
        "[0]  [3, 0, -2]       2  0.868663  [-0.0474259, -0.5, 0.119203]\n")]
    public async Task Explains_rows_and_operands_of_other_shapes(string[] arguments, string line) =>
        Assert.Contains(line, await Output(["loss", .. arguments, "--explain"]), StringComparison.Ordinal);

    [Fact]
    public async Task The_list_has_formula_arguments_and_other_names()
    {
        string text = await Output("loss", "list");
        Assert.Contains(
            """
            Huber
              formula  ℓ = d²/2 where d = |x − t| ≤ δ, else δ(d − δ/2)
              takes    input, target, delta=1
              also     HuberLoss, huber_loss

            """,
            text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "loss", "crossentropi", "--input", "[1]" }, "there is no loss 'crossentropi'. Did you mean CrossEntropy? 'kobai loss list' shows them.")]
    [InlineData(new[] { "loss" }, "name a loss, such as kobai loss mse FILE; 'kobai loss list' shows them.")]
    [InlineData(new[] { "loss", "mse", "--input", "[1]", "--target", "[1]", "--beta", "2" }, "SquaredError has no argument 'beta'. It takes reduction.")]
    [InlineData(new[] { "loss", "mse", "--input", "[1]", "--target", "[[1]]" },
        "SquaredError: input and target must have the same shape (nothing is broadcast); input is (1), target is (1, 1). Did you mean target.Reshape(1)?")]
    [InlineData(new[] { "loss", "mse", "--input", "[1", "--target", "[1]" }, "input: \"[1\" is not a number.")]
    [InlineData(new[] { "loss", "mse", "--input", "[1]", "--target", "[1]", "--reduction", "avg" }, "reduction: \"avg\" is none of mean, sum, batchmean, none.")]
    [InlineData(new[] { "loss", "mse", "--dtype", "half" }, "--dtype: 'half' is none of float32, float64. 'kobai loss --help' shows what there is.")]
    [InlineData(new[] { "loss", "--jsonl", "a", "b" }, "--jsonl: each line names its loss, so there is one FILE, not 'a' and 'b'.")]
    public async Task A_mistake_is_one_line_with_its_cure(string[] arguments, string message)
    {
        (int code, string output, string error) = await CommandLine.Run(arguments);
        Assert.Equal((2, "", $"kobai: {message}\n"), (code, output, error));
    }

    [Fact]
    public async Task A_document_that_is_no_JSON_and_a_file_that_is_not_there_are_mistakes()
    {
        string file = shell.Write("d.json", "{\n  \"input\": [NaN]\n}");
        Assert.Equal(
            (2, "", "kobai: not JSON from line 2, byte 13 on. Write NaN and infinities as strings: \"NaN\", \"Infinity\", \"-Infinity\".\n"),
            await CommandLine.Run("loss", "mse", file));
        (int code, _, string error) = await CommandLine.Run("loss", "--jsonl", shell.In("none.jsonl"));
        Assert.Equal(2, code);
        Assert.Contains("none.jsonl", error, StringComparison.Ordinal);
    }

    static async Task<string> Output(params string[] arguments)
    {
        (int code, string output, string error) = await CommandLine.Run(arguments);
        Assert.Equal((0, ""), (code, error));
        return output;
    }
}
