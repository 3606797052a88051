namespace Kobai;

/// <summary>The shapes given to an operation do not fit together; the message names the rule and the shapes.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);
