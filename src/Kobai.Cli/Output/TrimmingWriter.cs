using System.Text;

namespace Kobai.Cli.Output;

/// <summary>Passes text on without the blanks at the ends of lines that tables are padded with.</summary>
sealed class TrimmingWriter(TextWriter inner) : TextWriter
{
    int blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            blanks++;
            return;
        }
        if (value is not ('\r' or '\n'))
            inner.Write(new string(' ', blanks));
        blanks = 0;
        inner.Write(value);
    }

    public override void Flush() => inner.Flush();
}
