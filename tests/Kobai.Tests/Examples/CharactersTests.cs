using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class CharactersTests
{
    [Fact]
    public void A_model_that_is_sure_writes_what_it_is_sure_of()
    {
        var text = new Characters("abcabc");
        string written = text.Write(
            c => 1000 * Tensor.Eye(3)[(int)((c[0] + 1) % 3)].Reshape(1, 1, 3), "ab", 7, temperature: 0.5, new Generator(1));
        Assert.Equal((3, 6, "abcabcabc"), (text.Size, text.Length, written));
    }
}
