using System.Reflection;
using Kobai.Simd;

namespace Kobai.Tests.Ops;

/// <summary>Every element-wise formula of the library, found by reflection.</summary>
public class ElementwiseFormulasTests
{
    static readonly double[] Points = [-2.3, -0.7, 0.1, 0.9, 1.8, 0.4, -1.1, 2.2, 0.6, 3.1, -0.2];

    public static TheoryData<string> Formulas() => [.. All().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Gradient_matches_central_differences(string formula)
    {
        var apply = typeof(ElementwiseFormulasTests).GetMethod(nameof(Apply), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(typeof(Tensor).Assembly.GetType(formula)!)
            .CreateDelegate<Func<Tensor, Tensor>>();
        double[] values = apply(Tensor.From(Points)).ToArray<double>();
        double[] inside = [.. Points.Where((_, i) => double.IsFinite(values[i]))];
        Assert.True(inside.Length >= 5);
        Assert.InRange(GradientCheck.Run(x => apply(x[0]), Tensor.From(inside)), 0, 1e-8);
    }

    [Fact]
    public void There_are_formulas_to_check() => Assert.True(All().Count() > 10);

    static IEnumerable<Type> All() => typeof(Tensor).Assembly.GetTypes().Where(type =>
        type.IsValueType && type.IsAssignableTo(typeof(IFunction)) &&
        type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Length == 0);

    static Tensor Apply<F>(Tensor x) where F : struct, IFunction => Loop.Apply<F>(x, typeof(F).Name);
}
