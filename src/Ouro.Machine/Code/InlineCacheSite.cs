namespace Ouro.Machine.Code;

/// <summary>What an inline cache has seen.</summary>
internal enum InlineCacheState : byte
{
    /// <summary>Nothing yet.</summary>
    Empty,

    /// <summary>One key: <see cref="InlineCacheSite.Key"/> and <see cref="InlineCacheSite.Payload"/> are valid.</summary>
    Monomorphic,

    /// <summary>Too many keys: the slow path does not fill the cache any more.</summary>
    Megamorphic,
}

/// <summary>
/// An inline cache, beside the code and never in it: what was found the last time for a key (a shape, a type version, a
/// procedure), so that the search can be left out when the key is the same. A key that changes more than
/// <see cref="MissLimit"/> times makes the site megamorphic for good.
/// </summary>
[GuestType("an inline cache")]
internal sealed class InlineCacheSite
{
    /// <summary>How often a site may be filled again before it gives up.</summary>
    internal const int MissLimit = 16;

    /// <summary>Compared by identity. <see cref="Value.Unbound"/>, which no guest value is, unless the state is monomorphic.</summary>
    internal Value Key = Value.Unbound;

    /// <summary>What was found for the key.</summary>
    internal Value Payload = Value.Unbound;

    /// <summary>How often the cache was filled for a new key after the first.</summary>
    internal int Misses { get; private set; }

    internal InlineCacheState State { get; private set; }

    /// <summary>Whether the payload is for this key.</summary>
    internal bool Matches(in Value key) => Value.Same(Key, key);

    /// <summary>Remembers what a slow path found.</summary>
    /// <returns>False when the site is megamorphic and remembers nothing.</returns>
    internal bool Fill(in Value key, in Value payload)
    {
        if (State == InlineCacheState.Megamorphic)
        {
            return false;
        }

        if (State == InlineCacheState.Monomorphic && !Value.Same(Key, key) && ++Misses > MissLimit)
        {
            Key = Value.Unbound;
            Payload = Value.Unbound;
            State = InlineCacheState.Megamorphic;
            return false;
        }

        Key = key;
        Payload = payload;
        State = InlineCacheState.Monomorphic;
        return true;
    }

    /// <summary>Forgets what was found, because what it depended on changed; the count of misses stays.</summary>
    internal void Invalidate()
    {
        if (State == InlineCacheState.Monomorphic)
        {
            Key = Value.Unbound;
            Payload = Value.Unbound;
            State = InlineCacheState.Empty;
        }
    }
}
