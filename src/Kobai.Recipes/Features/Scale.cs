namespace Kobai.Recipes;

/// <summary>x ↦ (x − mean) / deviation.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation; 0 sends every x to 0.</param>
readonly record struct Scale(float Mean, float Deviation)
{
    /// <summary>Values further from the mean than this many deviations are drawn in, so that one cannot upset a model.</summary>
    const float Farthest = 10;

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsSound => float.IsFinite(Mean) && float.IsFinite(Deviation) && Deviation >= 0;

    public float Apply(float x) => Deviation == 0 ? 0 : Math.Clamp((x - Mean) / Deviation, -Farthest, Farthest);
}
