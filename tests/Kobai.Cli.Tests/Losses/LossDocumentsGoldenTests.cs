using System.Text.Json;

namespace Kobai.Cli.Tests.Losses;

/// <summary>Documents with the results of PyTorch, made by Golden/loss_documents.py.</summary>
public class LossDocumentsGoldenTests
{
    static readonly string File = Path.Combine(AppContext.BaseDirectory, "Golden", "loss_documents.jsonl");

    [Fact]
    public async Task Every_result_is_that_of_PyTorch()
    {
        (int code, string output, string error) = await CommandLine.Run("loss", "--jsonl", File);
        Assert.Equal((0, ""), (code, error));
        string[] documents = await System.IO.File.ReadAllLinesAsync(File), results = output.TrimEnd().Split('\n');
        Assert.Equal(documents.Length, results.Length);
        foreach ((string document, string result) in documents.Zip(results))
        {
            using JsonDocument asked = JsonDocument.Parse(document), given = JsonDocument.Parse(result);
            string id = asked.RootElement.GetProperty("id").GetString()!;
            Assert.Equal(id, given.RootElement.GetProperty("id").GetString());
            foreach (JsonProperty expected in asked.RootElement.GetProperty("expected").EnumerateObject())
            {
                Assert.True(given.RootElement.TryGetProperty(expected.Name, out JsonElement actual), $"{id}: no {expected.Name} in {result}");
                AssertEqual(expected.Value, actual, $"{id} {expected.Name}");
            }
        }
    }

    // PyTorch's own float64 results are right to some 1e-13.
    static void AssertEqual(JsonElement expected, JsonElement actual, string place)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{place}: {expected} and {actual}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Number:
                double e = expected.GetDouble(), a = actual.GetDouble();
                Assert.True(Math.Abs(e - a) <= 1e-10 * Math.Max(Math.Abs(e), Math.Abs(a)) + 1e-14, $"{place}: {e} and {a}");
                break;
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{place}: {expected} and {actual}");
                foreach ((JsonElement one, JsonElement other) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                    AssertEqual(one, other, place);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in expected.EnumerateObject())
                    AssertEqual(member.Value, actual.GetProperty(member.Name), $"{place} {member.Name}");
                break;
            default:
                Assert.Equal(expected.ToString(), actual.ToString());
                break;
        }
    }
}
