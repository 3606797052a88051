namespace Kobai;

/// <summary>A stretch of code in which nothing is recorded: for prediction, and for changing parameters in place.</summary>
/// <remarks><example><code>
/// using (NoGradient.Enter())
/// {
///     var y = model.Forward(x);
/// }
/// </code></example></remarks>
public sealed class NoGradient : IDisposable
{
    static readonly NoGradient s_leave = new();

    [ThreadStatic] static int t_depth;

    NoGradient()
    {
    }

    /// <summary>Whether operations of this thread are recorded at present.</summary>
    public static bool IsActive => t_depth > 0;

    /// <summary>Stops recording on this thread until disposed.</summary>
    public static NoGradient Enter()
    {
        t_depth++;
        return s_leave;
    }

    /// <summary>Records again, once every stretch entered on this thread is left.</summary>
    public void Dispose() => t_depth--;
}
