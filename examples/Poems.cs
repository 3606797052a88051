namespace Kobai.Examples;

/// <summary>The text that the character models read: two poems of Lewis Carroll, "Through the Looking-Glass", 1871.</summary>
static class Poems
{
    public const string Text = """
        'Twas brillig, and the slithy toves
        Did gyre and gimble in the wabe;
        All mimsy were the borogoves,
        And the mome raths outgrabe.

        "Beware the Jabberwock, my son!
        The jaws that bite, the claws that catch!
        Beware the Jubjub bird, and shun
        The frumious Bandersnatch!"

        He took his vorpal sword in hand:
        Long time the manxome foe he sought--
        So rested he by the Tumtum tree,
        And stood awhile in thought.

        And as in uffish thought he stood,
        The Jabberwock, with eyes of flame,
        Came whiffling through the tulgey wood,
        And burbled as it came!

        One, two! One, two! And through and through
        The vorpal blade went snicker-snack!
        He left it dead, and with its head
        He went galumphing back.

        "And hast thou slain the Jabberwock?
        Come to my arms, my beamish boy!
        O frabjous day! Callooh! Callay!"
        He chortled in his joy.

        'Twas brillig, and the slithy toves
        Did gyre and gimble in the wabe;
        All mimsy were the borogoves,
        And the mome raths outgrabe.

        The sun was shining on the sea,
        Shining with all his might:
        He did his very best to make
        The billows smooth and bright--
        And this was odd, because it was
        The middle of the night.

        The moon was shining sulkily,
        Because she thought the sun
        Had got no business to be there
        After the day was done--
        "It's very rude of him," she said,
        "To come and spoil the fun!"

        The sea was wet as wet could be,
        The sands were dry as dry.
        You could not see a cloud, because
        No cloud was in the sky:
        No birds were flying overhead--
        There were no birds to fly.

        The Walrus and the Carpenter
        Were walking close at hand;
        They wept like anything to see
        Such quantities of sand:
        "If this were only cleared away,"
        They said, "it would be grand!"

        "If seven maids with seven mops
        Swept it for half a year,
        Do you suppose," the Walrus said,
        "That they could get it clear?"
        "I doubt it," said the Carpenter,
        And shed a bitter tear.

        "O Oysters, come and walk with us!"
        The Walrus did beseech.
        "A pleasant walk, a pleasant talk,
        Along the briny beach:
        We cannot do with more than four,
        To give a hand to each."

        "The time has come," the Walrus said,
        "To talk of many things:
        Of shoes--and ships--and sealing-wax--
        Of cabbages--and kings--
        And why the sea is boiling hot--
        And whether pigs have wings."

        """;
}
