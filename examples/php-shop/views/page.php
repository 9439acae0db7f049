<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Shop</title>
  <?= $pixel() ?>

</head>
<body>
<?php require __DIR__ . "/$view.php" ?>
<?php if (!isset($_COOKIE['consent'])): ?>
<form method="post" action="/consent" aria-label="Privacy">
  <p>May we tell TikTok what you buy, so that we see which of our ads work?</p>
  <input type="hidden" name="back" value="<?= text($_SERVER['REQUEST_URI']) ?>">
  <button name="answer" value="granted">Yes</button>
  <button name="answer" value="denied">No</button>
</form>
<?php endif ?>
</body>
</html>
