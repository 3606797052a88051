using System.Collections.Concurrent;

namespace Kobai.Data;

/// <summary>Makes items on a thread of its own while others are in use.</summary>
static class Prefetch
{
    /// <summary>The items of a source in their order, at most <paramref name="count"/> of them made ahead.</summary>
    /// <remarks>
    /// An exception of the source comes out, with its stack, behind the items before it. When the enumerator is
    /// disposed, the source is disposed too, and its thread has ended.
    /// </remarks>
    public static IEnumerable<T> Ahead<T>(IEnumerable<T> source, int count, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var room = new SemaphoreSlim(count);
        using var ready = new BlockingCollection<T>();
        var making = Task.Factory.StartNew(Make, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (T item in ready.GetConsumingEnumerable(cancellation))
            {
                room.Release();
                yield return item;
            }
            making.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            _ = Task.WhenAny(making).GetAwaiter().GetResult();
        }

        void Make()
        {
            try
            {
                using var items = source.GetEnumerator();
                for (room.Wait(stop.Token); items.MoveNext(); room.Wait(stop.Token)) ready.Add(items.Current, stop.Token);
            }
            finally
            {
                ready.CompleteAdding();
            }
        }
    }
}
