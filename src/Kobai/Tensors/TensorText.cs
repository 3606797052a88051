namespace Kobai;

static class TensorText { public static string Of(Tensor x) => x.Shape.ToString(); }
