namespace Kobai;

/// <summary>What a mean was computed from, before the division and before any rounding.</summary>
sealed record Ratio(double Sum, double Denominator);
