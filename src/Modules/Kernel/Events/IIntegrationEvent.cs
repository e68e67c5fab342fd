using MediatR;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>Something that happened in one module and that others may want to know. Lives in a contracts assembly and carries an <see cref="EventNameAttribute"/>.</summary>
public interface IIntegrationEvent : INotification;

/// <summary>The stored name of an event, such as <c>chat.run-completed.v1</c>: it outlives namespaces and class names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
