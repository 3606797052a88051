using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public class VocabularyTests
{
    [Fact]
    public void Characters_come_back_as_they_went() =>
        Prop.ForAll(Gen.Elements("a", "b", "é", "勾", "🙂", " ", "\n").ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var vocabulary = Vocabulary.OfCharacters(text);
            Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text)));
            Assert.Equal(text.EnumerateRunes().Distinct().Count(), vocabulary.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Words_are_numbered_by_frequency()
    {
        var vocabulary = Vocabulary.OfWords(["The cat, the dog", "the  CAT's 2 toys"], atLeast: 2);
        Assert.Equal(["?", "the", "cat"], vocabulary.Tokens);
        Assert.Equal([1, 2, 0], vocabulary.Encode("The cat-fish").Values);
        Assert.Equal("the ? cat", vocabulary.Decode([1, 0, 2]));
        Assert.Equal(["?", "the"], Vocabulary.OfWords(["b the a the"], most: 1).Tokens);
        Assert.Equal(["?", "a", "b"], Vocabulary.OfWords(["b a"]).Tokens);
    }

    [Fact]
    public void What_is_not_in_a_vocabulary_is_refused()
    {
        var vocabulary = Vocabulary.OfCharacters("ab");
        Assert.Equal("Vocabulary: the character 'c' at place 1 is not among the 2 characters of the vocabulary.", Assert.Throws<ArgumentException>(() => vocabulary.Encode("ac")).Message);
        Assert.Equal("Vocabulary: numbers are from 0 to 1; one is 2.", Assert.Throws<ArgumentException>(() => vocabulary.Decode([2])).Message);
    }
}
