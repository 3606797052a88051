namespace Kobai;

/// <summary>How good a model is on some data.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metrics">The metrics, each of all outputs together.</param>
/// <example><code>
/// new Evaluation(0.25, new Dictionary&lt;string, double&gt; { ["accuracy"] = 0.75 }).Metrics["accuracy"]   // 0.75
/// </code></example>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics);
