namespace Kobai.Recipes.Tests.Training;

public class NetworkTests
{
    static readonly Tensor Row = Tensor.Ones([1, 4]);

    [Fact]
    public void Dropout_leaves_units_out_while_training_only()
    {
        Network network = Network.Create(4, [64], 1, dropout: 0.5, new Generator(1));
        Assert.Equal(Output(network), Output(network));
        network.Train(true);
        Assert.NotEqual(Output(network), Output(network));
        network.Train(false);
        Assert.Equal(Output(network), Output(network));
    }

    [Fact]
    public void Its_weights_make_the_same_network_again()
    {
        Network network = Network.Create(4, [3, 2], 1, dropout: 0, new Generator(1));
        var weights = network.Weights.ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias"], weights.Keys);
        Assert.Equal(Output(network), Output(Network.Load(4, [3, 2], 1, weights)));
    }

    static double Output(Network network) => network.Forward(Row).Item();
}
