import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(42)
patterns = torch.randn(4, 1, 8, 8)
labels = torch.arange(256) % 4
images = patterns[labels] + 2 * torch.randn(256, 1, 8, 8)
data = TensorDataset(images, labels)

model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Dropout(0.25), nn.Linear(128, 4))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

losses = []
for epoch in range(5):
    total = 0
    for x, y in DataLoader(data, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    losses.append(f"{total / len(data):.4f}")
print(*losses)

model.eval()
with torch.no_grad():
    predicted = model(images).argmax(1)
print((predicted == labels).sum().item())
