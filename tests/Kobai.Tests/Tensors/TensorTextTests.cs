using System.Globalization;
using Kobai.Tests.Ops;

namespace Kobai.Tests.Tensors;

public class TensorTextTests
{
    [Fact]
    public void A_vector_stands_on_one_line()
    {
        Assert.Equal("Tensor(2) Float64 [2, 4]", $"{Tensor.From([2.0, 4])}");
        Assert.Equal("Tensor(3) Float32 [0.1, 0.2, 0.3]", $"{Tensor.From([0.1f, 0.2f, 0.3f])}");
        Assert.Equal("Tensor(1) Float64 [-0]", $"{Tensor.From([-0.0])}");
    }

    [Fact]
    public void A_matrix_stands_in_aligned_columns() => Assert.Equal(
        """
        Tensor(2, 3) Float64
        [[ 0.50,  1.25, -3.00],
         [10.00,  0.00,  2.00]]
        """, $"{Tensor.From([0.5, 1.25, -3, 10, 0, 2], [2, 3])}");

    [Fact]
    public void A_view_shows_its_own_order() => Assert.Equal(
        """
        Tensor(3, 2) Float64
        [[5, 2],
         [4, 1],
         [3, 0]]
        """, $"{Sample.Counting(2, 3).Flip().T}");

    [Fact]
    public void Matrices_of_a_larger_rank_stand_apart() => Assert.Equal(
        """
        Tensor(2, 2, 2) Float64
        [[[0, 1],
          [2, 3]],

         [[4, 5],
          [6, 7]]]
        """, $"{Sample.Counting(2, 2, 2)}");

    [Fact]
    public void A_single_number_is_given_in_full()
    {
        Assert.Equal("Tensor() Float64 3.141592653589793", $"{Tensor.Scalar(Math.PI, DType.Float64)}");
        Assert.Equal("Tensor() Float32 0.1", $"{Tensor.Scalar(0.1)}");
        Assert.Equal("Tensor() Float32 -1.5e-12", $"{Tensor.Scalar(-1.5e-12)}");
        Assert.Equal("Tensor() Float32 NaN", $"{Tensor.Scalar(double.NaN)}");
        Assert.Equal("Tensor() Float32 -inf", $"{Tensor.Scalar(double.NegativeInfinity)}");
    }

    [Fact]
    public void Empty_tensors_have_a_shape()
    {
        Assert.Equal("Tensor(0) Float32 []", $"{Tensor.Zeros([0])}");
        Assert.Equal("Tensor(2, 0, 3) Float32 []", $"{Tensor.Zeros([2, 0, 3])}");
    }

    [Fact]
    public void NaN_and_infinity_stand_among_numbers()
    {
        Assert.Equal("Tensor(5) Float64 [1.0, NaN, inf, -inf, 0.5]",
            $"{Tensor.From([1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.5])}");
        Assert.Equal("Tensor(2) Float64 [NaN, 7]", $"{Tensor.From([double.NaN, 7])}");
        Assert.Equal("Tensor(1) Float64 [NaN]", $"{Tensor.From([double.NaN])}");
    }

    [Fact]
    public void At_most_four_decimals_are_given()
    {
        Assert.Equal("Tensor(3) Float64 [0.3333, 0.6667, 0.0001]", $"{Tensor.From([1.0 / 3, 2.0 / 3, 1e-4])}");
        Assert.Equal("Tensor(2) Float64 [1.0, 0.5]", $"{Tensor.From([0.99999, 0.5])}");
    }

    [Fact]
    public void No_number_is_hidden_where_the_range_is_wide()
    {
        Assert.Equal("Tensor(2) Float64 [9e-05, 1e+00]", $"{Tensor.From([9e-5, 1])}");
        Assert.Equal("Tensor(3) Float64 [1.23e-05, -4.00e-06, 0.00e+00]", $"{Tensor.From([1.23e-5, -4e-6, 0])}");
        Assert.Equal("Tensor(2) Float64 [1.2346e+05, 5.0000e-01]", $"{Tensor.From([123456.5, 0.5])}");
        Assert.Equal("Tensor(2) Float64 [99999999, 0]", $"{Tensor.From([99999999.0, 0])}");
        Assert.Equal("Tensor(2) Float64 [1e+08, 0e+00]", $"{Tensor.From([100000000.0, 0])}");
        Assert.Equal("Tensor(1) Float64 [1e-300]", $"{Tensor.From([1e-300])}");
    }

    [Fact]
    public void Long_rows_go_on_in_the_next_line() => Assert.Equal(
        """
        Tensor(2, 30) Float64
        [[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
          19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
         [30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48,
          49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]]
        """, $"{Sample.Counting(2, 30)}");

    [Fact]
    public void A_long_vector_begins_on_its_own_line() => Assert.Equal(
        """
        Tensor(25) Float64
        [ 0.0,  0.5,  1.0,  1.5,  2.0,  2.5,  3.0,  3.5,  4.0,  4.5,  5.0,  5.5,  6.0,
          6.5,  7.0,  7.5,  8.0,  8.5,  9.0,  9.5, 10.0, 10.5, 11.0, 11.5, 12.0]
        """, $"{Sample.Counting(25) / 2}");

    [Fact]
    public void Of_more_than_1000_elements_the_middle_is_left_out()
    {
        Assert.Equal("Tensor(1001) Float64 [0, 1, 2, …, 998, 999, 1000]", $"{Sample.Counting(1001)}");
        Assert.Equal(1000, $"{Sample.Counting(1000)}".Count(c => c == ',') + 1);
        Assert.Equal(
            """
            Tensor(100, 50) Float64
            [[   0,    1,    2, …,   47,   48,   49],
             [  50,   51,   52, …,   97,   98,   99],
             [ 100,  101,  102, …,  147,  148,  149],
             …,
             [4850, 4851, 4852, …, 4897, 4898, 4899],
             [4900, 4901, 4902, …, 4947, 4948, 4949],
             [4950, 4951, 4952, …, 4997, 4998, 4999]]
            """, $"{Sample.Counting(100, 50)}");
        Assert.Equal(
            """
            Tensor(2, 600) Float64
            [[   0,    1,    2, …,  597,  598,  599],
             [ 600,  601,  602, …, 1197, 1198, 1199]]
            """, $"{Sample.Counting(2, 600)}");
        Assert.Equal(
            """
            Tensor(600, 2, 1) Float64
            [[[   0],
              [   1]],

             [[   2],
              [   3]],

             [[   4],
              [   5]],

             …,

             [[1194],
              [1195]],

             [[1196],
              [1197]],

             [[1198],
              [1199]]]
            """, $"{Sample.Counting(600, 2, 1)}");
    }

    [Fact]
    public void A_huge_view_costs_nothing() => Assert.Equal(
        "Tensor(1000000, 1000000) Float32", $"{Tensor.Ones([1]).Expand([1_000_000, 1_000_000])}".Split('\n')[0]);

    [Fact]
    public void The_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal("Tensor(2) Float64 [-0.5, 1.5]", $"{Tensor.From([-0.5, 1.5])}");
            Assert.Equal("Tensor(2) Float64 [-1e-05, 1e+00]", $"{Tensor.From([-1e-5, 1])}");
            Assert.Equal("Tensor() Float64 -0.5", $"{Tensor.Scalar(-0.5, DType.Float64)}");
            Assert.Equal("Tensor(2) Float64 [-2, 1]", $"{Tensor.From([-2.0, 1])}");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
